//! `ladder`: one story in three lengths, each judged; which part is lost at which length.

use super::exit::{Exit, Trouble};
use super::grammar::Ladder;
use super::practice::Practice;
use super::settings::Settings;
use super::stories::filled;
use super::talk::{keep, times};
use crate::bank::Question;
use crate::interview::{Band, Judge as _, Trained};
use crate::screen::{self, Line, Meaning, Rung, Screen, duration};
use crate::session::{Entry, LADDER, Naming, Turn};
use crate::shell::{Answered, Ended, Growing, Wanted};
use crate::text::{speaking_seconds, words};

/// The lengths in words: some 30, 90 and 180 seconds of speech. What a recruiter's call, a question
/// among others, and a question of its own leave room for.
const LENGTHS: [usize; 3] = [75, 200, 400];

/// How far from its length a telling may be, as a share of it.
const LEEWAY: f64 = 0.2;

impl Practice<'_> {
    /// `ladder`
    pub(super) fn ladder(&mut self, ladder: &Ladder, settings: &Settings) -> Result<Exit, Trouble> {
        let shelf = self.shelf()?;
        let name = filled(&shelf)?.find(&ladder.story.join(" "))?.name.clone();
        self.prepare()?;
        let (seed, _) = self.seed(settings);
        let mut header = self.header(LADDER, None, settings, seed);
        header.id = LADDER.to_owned();
        let mut sitting = self.begin(header);
        self.remark(&format!(
            "“{name}” in three lengths, the shortest first. What is lost at which length is shown at the end."
        ))?;
        let mut rungs = Vec::new();
        for length in LENGTHS {
            let seconds = speaking_seconds(length, settings.rate);
            let band = Band { from: seconds * (1.0 - LEEWAY), to: seconds * (1.0 + LEEWAY) };
            let question = Question {
                id: format!("{LADDER}-{length}"),
                words: format!("Tell “{name}” in about {length} words."),
                rewordings: Vec::new(),
                levels: Vec::new(),
                tests: String::new(),
                note: String::new(),
            };
            let canvas = self.out.canvas();
            let mut before: Screen = [Line::new()].into_iter().collect();
            let blank = Line::new();
            let line = Line::of(Meaning::Question, &question.words)
                .with(Meaning::Muted, format!(" {} of speech.", duration(seconds)));
            before.extend(screen::paragraph(&line, canvas.text_width(), &blank, &blank));
            before.push(Line::new());
            self.out.say(&before)?;
            let number = sitting.session.next_number();
            let source = (LADDER, &question);
            let draft = Turn::dropped(number, self.now(), source, ("", Default::default()));
            let pen = self.pen(&sitting);
            let mut keep = keep(pen.clone(), &sitting.session.header, draft, settings.rate);
            let Answered { said, ended } = self.out.answer(Wanted {
                band: Some(band),
                keep: Box::new(move |growing: &Growing| keep(growing)),
                ..Wanted::new(before, settings.rate)
            })?;
            let at = self.now();
            let answer = (said.text.as_str(), times(&said, settings.rate));
            let turn = match ended {
                Ended::Closed => break,
                Ended::Dropped => (!said.text.trim().is_empty())
                    .then(|| Turn::dropped(number, at, source, answer)),
                Ended::HandedIn => {
                    let verdict = Trained.answer(&said.text);
                    rungs.push(Rung {
                        length,
                        words: words(&said.text),
                        seconds: answer.1.speaking,
                        grades: verdict.parts.map(|_, judgement| judgement.grade),
                    });
                    Some(Turn::answer(number, at, source, answer, &verdict))
                }
            };
            if let Some(turn) = turn {
                self.keep(&mut sitting, Entry::Turn(turn))?;
                let story = Naming { turn: number, at, story: name.clone() };
                self.keep(&mut sitting, Entry::Story(story))?;
            }
            if let Some(pen) = &pen {
                pen.discard();
            }
        }
        if !rungs.is_empty() {
            let screen = screen::ladder(&rungs, self.out.canvas());
            self.out.say(&screen)?;
        }
        self.rise(sitting)?;
        Ok(Exit::Fine)
    }
}
