//! `calibrate`: a passage read aloud between two Enters sets the person's own speaking rate.

use std::rc::Rc;

use super::aid::Words;
use super::exit::{Exit, Trouble};
use super::practice::Practice;
use crate::screen::{Line, Screen, heading, paragraph};
use crate::shell::Spoken;
use crate::text::words;

/// What is read aloud: a story with all five parts, as long as a minute has room for.
const PASSAGE: &str = "Last spring I told three teams that our change was ready. It was not. I had tried \
    it on one customer's data and taken that for all of them, and on the first Monday half of the \
    invoices came out wrong. I stopped the run that morning, wrote to everybody who had one, and \
    stayed until each was put right. What I had not understood is how little one good test says. \
    Since then I ask for the three strangest cases before I call anything ready, and the two changes \
    that followed went out without a single letter of apology.";

/// The rates that a setting may have, in words a minute.
const RATES: std::ops::RangeInclusive<u32> = 60..=300;

impl Practice<'_> {
    /// `calibrate`
    pub(super) fn calibrate(&mut self) -> Result<Exit, Trouble> {
        if !self.out.interactive() {
            return Err(Trouble::wrong(
                "`calibrate` times how you read aloud, so it needs a terminal; `set rate 150 --save` \
                 sets a rate that you know",
            ));
        }
        let canvas = self.out.canvas();
        let columns = canvas.text_width();
        let blank = Line::new();
        let indent = Line::text("  ");
        let mut screen = Screen::new();
        screen.push(heading("Your speaking rate"));
        let how = "Read this aloud, at the pace at which you would tell it to somebody. Enter when you \
             begin, Enter when you are done.";
        screen.extend(paragraph(&Line::text(how), columns, &blank, &blank));
        screen.push(Line::new());
        screen.extend(paragraph(&Line::text(PASSAGE), columns, &indent, &indent));
        screen.push(Line::new());
        self.out.say(&screen)?;
        let Some(begun) = self.enter("Enter when you begin ")? else { return self.as_before() };
        let Some(done) = self.enter("Enter when you are done ")? else { return self.as_before() };
        let seconds = done.saturating_sub(begun).as_secs_f64();
        let rate = (words(PASSAGE) as f64 * 60.0 / seconds.max(0.1)).round() as u32;
        if !RATES.contains(&rate) {
            let pace = if rate > *RATES.end() { "faster" } else { "slower" };
            return Err(Trouble::wrong(format!(
                "that took {}, which is {pace} than anybody speaks; the rate stays at {}. `calibrate` \
                 tries again",
                crate::screen::duration(seconds),
                self.settings.rate
            )));
        }
        self.settings.rate = rate;
        self.sources.put("rate", super::config::Source::Set);
        self.remark(&format!(
            "You speak {rate} words a minute. The clock counts by it from now on, and so do the figures \
             over all past sessions."
        ))?;
        self.save_setting("rate", &rate.to_string())?;
        Ok(Exit::Fine)
    }

    /// Waits for Enter; the time on the clock that cannot be set, or `None` when the person leaves.
    fn enter(&mut self, prompt: &str) -> Result<Option<std::time::Duration>, Trouble> {
        let said = self.out.command(prompt, Rc::new(Words(&[])))?;
        Ok(matches!(said, Spoken::Line(_)).then(|| self.out.elapsed()))
    }

    fn as_before(&mut self) -> Result<Exit, Trouble> {
        let rate = self.settings.rate;
        self.remark(&format!("The rate stays as it was, {rate} words a minute."))?;
        Ok(Exit::Fine)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arc::Grade;

    #[test]
    fn the_passage_takes_less_than_a_minute_and_tells_all_five_parts() {
        assert!((90..=120).contains(&words(PASSAGE)), "{}", words(PASSAGE));
        let verdict = crate::judge::judge(PASSAGE);
        assert!(verdict.parts.iter().all(|(_, part)| part.grade > Grade::Missing), "{verdict:?}");
    }
}
