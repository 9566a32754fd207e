//! `banks`: what questions there are, and whether one's own are sound.

use std::path::{Path, PathBuf};

use super::exit::{Exit, Trouble};
use super::grammar::{Banks, BanksVerb};
use super::json::{BankList, Checked, OneBank};
use super::practice::{Practice, readings, shown};
use crate::bank::{self, Problem};
use crate::screen::{Line, Meaning, Screen, paragraph, width};

impl Practice<'_> {
    /// `banks`
    pub(super) fn banks(&mut self, wanted: &Banks) -> Result<Exit, Trouble> {
        let banks = std::rc::Rc::clone(&self.banks);
        match &wanted.what {
            None | Some(BanksVerb::List) if wanted.json => {
                self.give(BankList::of(&banks))?;
                Ok(Exit::Fine)
            }
            Some(BanksVerb::Show { company }) if wanted.json => {
                self.give(OneBank::of(banks.find(company)?))?;
                Ok(Exit::Fine)
            }
            None | Some(BanksVerb::List) => self.banks_list(),
            Some(BanksVerb::Show { company }) => self.banks_show(company),
            Some(BanksVerb::Check { files }) => self.banks_check(files, wanted.json),
            Some(BanksVerb::New { company }) => self.banks_new(company),
        }
    }

    fn banks_list(&mut self) -> Result<Exit, Trouble> {
        let canvas = self.out.canvas();
        let longest = self.banks.iter().map(|bank| width(&bank.company)).max().unwrap_or(0);
        let mut screen = Screen::new();
        for bank in self.banks.iter() {
            let head = Line::of(Meaning::Typed, &bank.company).padded(longest + 2);
            let count = bank.questions.len();
            let plural = if count == 1 { "question " } else { "questions" };
            let head = head.and(format!("{count:>3} {plural}  "));
            let indent = Line::text(" ".repeat(head.width()));
            let lens = Line::of(Meaning::Muted, &bank.lens);
            // Where there is no room beside them, the words go below.
            if head.width() * 2 > canvas.width() {
                let two = Line::text("  ");
                let head = Line::of(Meaning::Typed, &bank.company);
                let head = head.and(format!(", {count} {}", plural.trim_end()));
                screen.extend(paragraph(&head, canvas.text_width(), &Line::new(), &two));
                screen.extend(paragraph(&lens, canvas.text_width(), &two, &two));
            } else {
                screen.extend(paragraph(&lens, canvas.text_width(), &head, &indent));
            }
        }
        self.present(&screen)?;
        let folder = shown(&self.home.questions());
        self.remark(&format!("Your own banks go into {folder}; `banks new COMPANY` begins one."))?;
        Ok(Exit::Fine)
    }

    fn banks_show(&mut self, company: &str) -> Result<Exit, Trouble> {
        let canvas = self.out.canvas();
        let banks = std::rc::Rc::clone(&self.banks);
        let bank = banks.find(company)?;
        let blank = Line::new();
        let indent = Line::text("  ");
        let mut screen = Screen::new();
        let title = Line::of(Meaning::Title, &bank.name)
            .with(Meaning::Muted, format!("  {}", bank.framework));
        screen.extend(paragraph(&title, canvas.text_width(), &blank, &blank));
        screen.extend(paragraph(&Line::text(&bank.lens), canvas.text_width(), &blank, &blank));
        for question in &bank.questions {
            screen.gap();
            let words = Line::of(Meaning::Question, &question.words);
            screen.extend(paragraph(&words, canvas.text_width(), &blank, &blank));
            for other in &question.rewordings {
                let other = Line::of(Meaning::Muted, "or: ").with(Meaning::Question, other);
                screen.extend(paragraph(&other, canvas.text_width(), &indent, &indent));
            }
            let levels: Vec<_> = question.levels.iter().map(ToString::to_string).collect();
            let about = format!("{} · {}", levels.join(", "), question.tests);
            let about = Line::of(Meaning::Muted, about);
            screen.extend(paragraph(&about, canvas.text_width(), &indent, &indent));
            let note = Line::of(Meaning::Muted, &question.note);
            screen.extend(paragraph(&note, canvas.text_width(), &indent, &indent));
        }
        self.present(&screen)?;
        Ok(Exit::Fine)
    }

    fn banks_check(&mut self, files: &[PathBuf], json: bool) -> Result<Exit, Trouble> {
        let (checked, problems) = if files.is_empty() {
            let (readings, mut problems) = readings(&*self.out.files(), &self.home);
            problems.extend(bank::check(readings));
            (shown(&self.home.questions()), problems)
        } else {
            let mut problems = Vec::new();
            for path in files {
                problems.extend(self.check(path)?);
            }
            let names: Vec<String> = files.iter().map(|path| shown(path)).collect();
            (names.join(", "), problems)
        };
        if json {
            self.give(Checked { problems: &problems })?;
            let wrong = problems.iter().any(Problem::fails);
            return Ok(if wrong { Exit::Wrong } else { Exit::Fine });
        }
        for problem in &problems {
            let words = problem.to_string();
            if problem.fails() { self.complain(&words)? } else { self.notice(&words)? }
        }
        if problems.iter().any(Problem::fails) {
            return Ok(Exit::Wrong);
        }
        self.remark(&format!("No mistakes in {checked}."))?;
        Ok(Exit::Fine)
    }

    fn check(&mut self, path: &Path) -> Result<Vec<Problem>, Trouble> {
        let name = shown(path);
        let bytes = self.out.files().read(path).map_err(|error| {
            Trouble::wrong(format!("could not read {name}: {error}. Is the path right?"))
        })?;
        Ok(bank::check_one(&bank::read_bytes(&name, &bytes)))
    }

    fn banks_new(&mut self, company: &str) -> Result<Exit, Trouble> {
        if !bank::is_company_id(company) {
            return Err(Trouble::usage(format!(
                "`{company}` can be no company's id: lower-case letters, digits and hyphens, like `acme-labs`"
            )));
        }
        let folder = self.home.questions();
        let path = folder.join(format!("{company}.toml"));
        let files = self.out.files();
        let made = files
            .make_folder(&folder)
            .and_then(|()| files.create(&path, bank::template(company).as_bytes()));
        made.map_err(|error| match error.kind() {
            std::io::ErrorKind::AlreadyExists => Trouble::wrong(format!(
                "{} is there already; nothing was overwritten. Edit it, or choose another name.",
                shown(&path)
            )),
            _ => Trouble::wrong(format!("could not write {}: {error}", shown(&path))),
        })?;
        self.remark(&format!("Begun in {}; `banks check` says when it is sound.", shown(&path)))?;
        Ok(Exit::Fine)
    }
}
