//! The speaking clock: how long it would take to say what has been typed so far.

use super::{Canvas, Line, Meaning, duration, paragraph};
use crate::interview::Band;
use crate::text::{speaking_seconds, words};

/// Where an answer stands against its target band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    Under,
    Near,
    In,
    Past,
}

/// How many seconds before the band begins counts as near.
const NEAR: f64 = 20.0;

/// The clock for so many words at so many words a minute: "≈1:20 · 187 words".
///
/// With a band, both its words and its look say when the band is near, reached and passed, so that
/// colour is never the only signal. Without one (a reply to a probe) it only counts.
pub fn clock(words: usize, rate: u32, band: Option<Band>) -> Line {
    let seconds = speaking_seconds(words, rate);
    let stand = match band {
        Some(band) if seconds > band.to => Stand::Past,
        Some(band) if seconds >= band.from => Stand::In,
        Some(band) if seconds >= band.from - NEAR => Stand::Near,
        _ => Stand::Under,
    };
    let (meaning, said) = match stand {
        Stand::Under => (Meaning::Muted, ""),
        Stand::Near => (Meaning::Text, " · nearly there"),
        Stand::In => (Meaning::Strong, " · in the band"),
        Stand::Past => (Meaning::Warning, " · past the band"),
    };
    let plural = if words == 1 { "word" } else { "words" };
    Line::of(meaning, format!("≈{} · {words} {plural}{said}", duration(seconds)))
}

/// Words as they stand after the prompt of an answer, and below them their clock.
pub fn typed(text: &str, rate: u32, band: Option<Band>, canvas: Canvas) -> Vec<Line> {
    let (first, rest) = (Line::text("> "), Line::new());
    let mut lines = paragraph(&Line::text(text), canvas.text_width(), &first, &rest);
    lines.push(clock(words(text), rate, band));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_look_change_together_as_the_band_nears_and_passes() {
        let band = Some(Band { from: 120.0, to: 180.0 });
        let look = |words| {
            let line = clock(words, 140, band);
            (line.plain(), line.pieces()[0].meaning())
        };
        assert_eq!(look(0), ("≈0:00 · 0 words".into(), Meaning::Muted));
        assert_eq!(look(187), ("≈1:20 · 187 words".into(), Meaning::Muted));
        assert_eq!(look(240), ("≈1:43 · 240 words · nearly there".into(), Meaning::Text));
        assert_eq!(look(300), ("≈2:09 · 300 words · in the band".into(), Meaning::Strong));
        assert_eq!(look(443), ("≈3:10 · 443 words · past the band".into(), Meaning::Warning));
        assert_eq!(clock(443, 140, None).plain(), "≈3:10 · 443 words");
    }
}
