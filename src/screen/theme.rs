//! Which colour a meaning has. The only file that knows.
//!
//! The sixteen colours of the terminal's own palette, so that a person's light or dark theme decides
//! what they look like; never white or black, which vanish on one of the two.

use anstyle::{AnsiColor, Style};

use super::Meaning;

/// The style in which a meaning is shown.
pub(super) const fn style(meaning: Meaning) -> Style {
    match meaning {
        Meaning::Text => Style::new(),
        Meaning::Title | Meaning::Question => Style::new().bold(),
        Meaning::Muted => Style::new().dimmed(),
        Meaning::Strong => colour(AnsiColor::Green),
        Meaning::Weak => colour(AnsiColor::Yellow),
        Meaning::Missing => colour(AnsiColor::Red),
        Meaning::Quote => colour(AnsiColor::Cyan),
        Meaning::Probe => colour(AnsiColor::Magenta).bold(),
        // Not blue, which the usual palettes make hard to read on black.
        Meaning::Typed => Style::new().bold(),
        Meaning::Warning => colour(AnsiColor::Yellow).bold(),
        Meaning::Error => colour(AnsiColor::Red).bold(),
    }
}

const fn colour(colour: AnsiColor) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi(colour)))
}
