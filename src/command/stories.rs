//! `stories` and `name`: the shelf of the person's own stories.

use std::io;
use std::path::{Path, PathBuf};

use super::exit::{Exit, Trouble};
use super::grammar::{Name, Stories, StoriesVerb, Which};
use super::json::OnTheShelf;
use super::practice::{Practice, shown};
use super::settings::Settings;
use crate::arc::{Grade, Part, Parts};
use crate::bank::Wish;
use crate::judge;
use crate::screen::{self, Line, Meaning, Screen, count};
use crate::session::{Entry, Naming, Session};
use crate::shell::{Files, LEADS_OUT, Spoken};
use crate::story::{self, ReadStory, SAME, Shelf, Story, decode, encode, overlap, stem};

/// How many stories are offered to pick from.
const OFFERED: usize = 9;

impl Practice<'_> {
    /// `stories`
    pub(super) fn stories(
        &mut self,
        wanted: &Stories,
        settings: &Settings,
    ) -> Result<Exit, Trouble> {
        match &wanted.what {
            None | Some(StoriesVerb::List) if wanted.json => {
                let shelf = self.shelf()?;
                self.give(OnTheShelf::of(&shelf))?;
                Ok(Exit::Fine)
            }
            None | Some(StoriesVerb::List) => {
                let shelf = self.shelf()?;
                let banks = std::rc::Rc::clone(&self.banks);
                let name = |id: &str| company(&banks, id);
                let screen = screen::shelf(&shelf, name, self.out.canvas());
                self.out.say(&screen)?;
                Ok(Exit::Fine)
            }
            Some(StoriesVerb::Show { story }) => self.show_story(&story.join(" ")),
            Some(StoriesVerb::Add { file, name }) => {
                self.add_story(file, &name.join(" "), settings)
            }
            Some(StoriesVerb::Rename { story, name, yes }) => {
                self.rename_story(&story.join(" "), &name.join(" "), *yes)
            }
            Some(StoriesVerb::Remove { story, yes }) => self.remove_story(&story.join(" "), *yes),
            Some(StoriesVerb::Draw) => self.draw_story(settings),
        }
    }

    /// The shelf, from the files and all the logs; says what is wrong with files.
    pub(super) fn shelf(&mut self) -> Result<Shelf, Trouble> {
        let files = self.out.files();
        let mut read = Vec::new();
        for path in files.list(&self.home.stories(), "toml").unwrap_or_default() {
            if files.leads_out(&path) {
                self.notice(&format!("{}: {LEADS_OUT}.", path.display()))?;
                continue;
            }
            match files.read(&path) {
                Ok(bytes) => read.push(decode(&shown(&path), &bytes)),
                Err(error) => {
                    self.notice(&format!("{} could not be read: {error}.", path.display()))?
                }
            }
        }
        let ids = self.store.ids().unwrap_or_default();
        let shelf = Shelf::of(read, &self.digests(&ids), grades);
        for problem in &shelf.problems {
            self.notice(&problem.to_string())?;
        }
        Ok(shelf)
    }

    /// The stories that have a file, by what stands in it; no log is read.
    fn written(&self) -> Shelf {
        let files = self.out.files();
        let read = read(&*files, &self.home.stories());
        let nothing = |_: &str| Parts::from_fn(|_| Grade::Missing);
        Shelf::of(read.map(|(_, read)| read).collect(), &[], nothing)
    }

    fn show_story(&mut self, words: &str) -> Result<Exit, Trouble> {
        let shelf = self.shelf()?;
        let story = filled(&shelf)?.find(words)?;
        let banks = std::rc::Rc::clone(&self.banks);
        let question = |id: &str, question: &str| {
            let words = banks.head(question).map(|(_, q)| q.words.clone());
            (company(&banks, id), words.unwrap_or_else(|| question.to_owned()))
        };
        let today = self.now().moment().date_naive();
        let screen = screen::story(story, question, today, self.out.canvas());
        self.out.say(&screen)?;
        Ok(Exit::Fine)
    }

    /// Puts a written story on the shelf, through the audit.
    fn add_story(&mut self, file: &Path, name: &str, settings: &Settings) -> Result<Exit, Trouble> {
        let (path, text) = self.story(file)?;
        if text.len() > story::MOST_BYTES {
            return Err(Trouble::wrong(format!(
                "{path} has {} bytes; a story has {} at most, some two hours of speech. Nothing was added",
                text.len(),
                story::MOST_BYTES
            )));
        }
        if text.trim().is_empty() {
            return Err(Trouble::wrong(format!("{path} is empty. Nothing was added")));
        }
        let given = match name {
            name if !name.is_empty() => name.to_owned(),
            _ => {
                let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                stem.unwrap_or_default().replace(['-', '_'], " ")
            }
        };
        let name = checked(&given)?;
        let shelf = self.shelf()?;
        if shelf.named(&name).is_some_and(|there| there.path.is_some()) {
            return Err(Trouble::wrong(format!(
                "there is a story `{name}` already; `--as NAME` gives this one another name. Nothing was added"
            )));
        }
        let verdict = judge::judge(&text);
        let canvas = self.out.canvas();
        let audit = screen::audit(&name, &text, &verdict, (settings.level, settings.rate), canvas);
        self.out.say(&audit)?;
        let path = self.put_on_shelf(&name, Some(&text))?;
        self.remark(&format!("“{name}” is on the shelf: {path}"))?;
        Ok(Exit::Fine)
    }

    /// Writes a story that is not on the shelf yet; returns its path.
    fn put_on_shelf(&mut self, name: &str, text: Option<&str>) -> Result<String, Trouble> {
        let text = text.map(str::to_owned);
        let mut story = Story { name: name.to_owned(), added: self.now(), text };
        if encode(&story).len() > story::MOST_BYTES {
            story.text = None;
            self.notice(&format!(
                "The words are too many for the shelf, which keeps files of {} bytes: only the name is \
                 kept there. The words stay where they are.",
                story::MOST_BYTES
            ))?;
        }
        let files = self.out.files();
        let folder = self.home.stories();
        self.home.prepare_stories(&*files).map_err(|error| {
            Trouble::wrong(format!("{error}. The story was not put on the shelf"))
        })?;
        // Different names may have one stem.
        for spare in 1..100 {
            let stem = stem(name);
            let stem = if spare == 1 { stem } else { format!("{stem}-{spare}") };
            let path = folder.join(format!("{stem}.toml"));
            match files.create(&path, encode(&story).as_bytes()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(Trouble::wrong(format!(
                        "{} could not be written: {error}. The story was not put on the shelf",
                        path.display()
                    )));
                }
                Ok(()) => return Ok(shown(&path)),
            }
        }
        Err(Trouble::wrong("a hundred stories share this file name; choose another name"))
    }

    /// `name`
    pub(super) fn name(&mut self, name: &Name) -> Result<Exit, Trouble> {
        let (session, turn, answer) = self.answer_of(&name.which)?;
        let shelf = self.shelf()?;
        let words = match name.story.join(" ") {
            words if words.trim().is_empty() => match self.pick(&shelf, &answer)? {
                Some(words) => words,
                None => return Ok(Exit::Fine),
            },
            words => words,
        };
        let number = words.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let there = shelf.named(&words).or_else(|| shelf.stories.get(number?));
        let (name, new) = match there {
            Some(there) => (there.name.clone(), there.path.is_none()),
            None => (checked(&words)?, true),
        };
        let entry = Entry::Story(Naming { turn, at: self.now(), story: name.clone() });
        match self.unkept.iter_mut().find(|unkept| unkept.header.id == session) {
            Some(unkept) => unkept.entries.push(entry),
            None => self.store.append_to(&session, &entry)?,
        }
        if new {
            self.put_on_shelf(&name, Some(&answer))?;
        }
        let told = self.shelf()?.named(&name).map_or(1, |story| story.uses.len().max(1));
        let told = if told == 1 { "told once".to_owned() } else { format!("told {told} times") };
        self.remark(&format!("“{name}” is on the shelf, {told}. `stories show {name}` shows it."))?;
        // The newest answer need not be the one that the person has in mind.
        if !self.quiet {
            let about = screen::two_lines(&answer, self.out.canvas());
            self.out.say(&about.into_iter().collect())?;
        }
        Ok(Exit::Fine)
    }

    /// Lets the person name a story or pick one; `None` when they skip.
    fn pick(&mut self, shelf: &Shelf, answer: &str) -> Result<Option<String>, Trouble> {
        if !self.out.interactive() {
            return Err(Trouble::usage("what shall it be called? `name privacy review slip`"));
        }
        let mut like: Vec<(usize, f64)> = (1..)
            .zip(&shelf.stories)
            .map(|(n, story)| (n, story.text.as_deref().map_or(0.0, |t| overlap(t, answer))))
            .collect();
        like.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut screen = Screen::new();
        for (number, like) in like.into_iter().take(OFFERED) {
            let Some(story) = shelf.stories.get(number - 1) else { continue };
            let like = if like >= SAME { "  sounds like this answer" } else { "" };
            screen.push(
                Line::of(Meaning::Typed, format!("{number:>3} "))
                    .and(&story.name)
                    .with(Meaning::Muted, like),
            );
        }
        self.out.say(&screen)?;
        let which =
            if shelf.stories.is_empty() { "A name" } else { "A name, or a number of these" };
        self.remark(&format!("{which}; Enter skips."))?;
        let names = shelf.stories.iter().map(|story| story.name.clone()).collect();
        let aid = std::rc::Rc::new(super::aid::Stories(names));
        match self.out.command("story> ", aid)? {
            Spoken::Line(line) if !line.trim().is_empty() => Ok(Some(line)),
            _ => Ok(None),
        }
    }

    /// Session, turn and words of the answer that is to have a name: the newest, or the one that is named.
    fn answer_of(&mut self, which: &Which) -> Result<(String, u32, String), Trouble> {
        if which.session.is_none() {
            return self.newest_answer()?.ok_or_else(|| {
                Trouble::wrong("nothing has been answered yet; Enter at the prompt asks a question")
            });
        }
        let (past, _) = self.meant(which)?;
        let told = past.attempt().filter(|attempt| attempt.counts());
        let words = told.map(|attempt| attempt.question.words.clone()).ok_or_else(|| {
            Trouble::wrong("no story was told there, so there is nothing to name")
        })?;
        Ok((past.session.header.id, past.turn, words))
    }

    /// Session, turn and words of the newest answer that a verdict was given on.
    fn newest_answer(&mut self) -> Result<Option<(String, u32, String)>, Trouble> {
        let newest = |session: &Session| {
            let attempts: Vec<_> = session.attempts().filter(|a| a.counts()).collect();
            let last = attempts.last()?.question;
            Some((session.header.id.clone(), last.number, last.words.clone()))
        };
        if let Some(found) = self.unkept.last().and_then(newest) {
            return Ok(Some(found));
        }
        for id in self.store.ids()? {
            if let Some(found) = self.store.read(&id)?.session.as_ref().and_then(newest) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// After a debrief, once in a run: that the story can have a name.
    pub(super) fn offer_name(&mut self, session: &Session) -> Result<(), Trouble> {
        let told = session.attempts().filter(|a| a.counts()).last();
        let Some(attempt) = told.filter(|a| a.story().is_none()) else { return Ok(()) };
        if !self.out.interactive() || std::mem::replace(&mut self.name_offered, true) {
            return Ok(());
        }
        let program = if self.at_prompt { "" } else { "mockloop " };
        let answer = attempt.question.words.clone();
        let shelf = self.written();
        let like = |story: &&story::Shelved| {
            story.text.as_deref().is_some_and(|text| overlap(text, &answer) >= SAME)
        };
        match shelf.stories.iter().find(like) {
            Some(story) => self.remark(&format!(
                "This sounds like your story “{0}”; `{program}name {0}` says that it is.",
                story.name
            )),
            None => self.remark(&format!(
                "`{program}name` gives this story a name and puts it on your shelf."
            )),
        }
    }

    /// The ten-second drill: a question appears, and the person names the story that they would tell,
    /// and types its first line.
    fn draw_story(&mut self, settings: &Settings) -> Result<Exit, Trouble> {
        let shelf = self.shelf()?;
        filled(&shelf)?;
        let banks = std::rc::Rc::clone(&self.banks);
        let (_, mut rng) = self.seed(settings);
        let company = settings.company.as_deref();
        let none: [(&str, i64); 0] = [];
        let wish = Wish { company, level: Some(settings.level) };
        let Some(drawn) = banks.draw(wish, none, &mut rng) else {
            return Err(Trouble::wrong("there are no questions; `banks check` says why"));
        };
        let canvas = self.out.canvas();
        self.remark("Which of your stories? Name it, then type its first line. The clock runs.")?;
        let mut screen: Screen = [Line::new()].into_iter().collect();
        screen.extend(screen::question(&drawn.bank.name, &drawn.question.words, canvas));
        screen.push(Line::new());
        self.out.say(&screen)?;
        let begun = self.out.elapsed();
        let names = shelf.stories.iter().map(|story| story.name.clone()).collect();
        let aid = std::rc::Rc::new(super::aid::Stories(names));
        let Spoken::Line(named) = self.out.command("story> ", aid)? else {
            return Ok(Exit::Fine);
        };
        let aid = std::rc::Rc::new(super::aid::Words(&[]));
        let after_name = self.out.elapsed().saturating_sub(begun).as_secs_f64();
        let Spoken::Line(first) = self.out.command("first line> ", aid)? else {
            return Ok(Exit::Fine);
        };
        let after_line = self.out.elapsed().saturating_sub(begun).as_secs_f64();
        let line = (!first.trim().is_empty())
            .then(|| judge::judge_reply(Part::Failure, &first, None).grade);
        let found = shelf.find(&named).ok();
        let screen = screen::drawn(after_name, after_line, found.is_some(), line, canvas);
        self.out.say(&screen)?;
        if let Some((part, grade)) = found.and_then(|story| story.weakest()) {
            self.remark(&format!(
                "When you tell it, mind the {}: at its best it was {}.",
                part.id(),
                grade.shown()
            ))?;
        }
        Ok(Exit::Fine)
    }
}

fn company(banks: &crate::bank::Banks, id: &str) -> String {
    let found = banks.companies().find(|(known, _)| *known == id);
    found.map_or(id, |(_, name)| name).to_owned()
}

/// The files of the stories in a folder as they read; what cannot be read is left out.
pub(super) fn read<'a>(
    files: &'a dyn Files,
    folder: &Path,
) -> impl Iterator<Item = (PathBuf, ReadStory)> + use<'a> {
    let paths = files.list(folder, "toml").unwrap_or_default();
    let inside = paths.into_iter().filter(|path| !files.leads_out(path));
    inside.filter_map(|path| {
        let read = decode(&shown(&path), &files.read(&path).ok()?);
        Some((path, read))
    })
}

/// The names of the stories in a folder.
pub(super) fn names(files: &dyn Files, folder: &Path) -> Vec<String> {
    read(files, folder).filter_map(|(_, read)| Some(read.story?.name)).collect()
}

/// What the judge says of a written text, unprompted.
fn grades(text: &str) -> Parts<Grade> {
    judge::judge(text).parts.map(|_, judgement| judgement.grade)
}

/// A name that can be kept.
pub(super) fn checked(words: &str) -> Result<String, Trouble> {
    story::name(words).ok_or_else(|| {
        Trouble::usage(format!(
            "`{}` cannot be a story's name: it needs a letter, and {} at most",
            screen::trimmed(words, 40),
            count(story::LONGEST_NAME, "character")
        ))
    })
}

/// The shelf, if there is anything on it.
pub(super) fn filled(shelf: &Shelf) -> Result<&Shelf, Trouble> {
    if shelf.stories.is_empty() {
        return Err(Trouble::wrong(format!("the shelf is empty: {}", screen::WAYS_TO_SHELVE)));
    }
    Ok(shelf)
}
