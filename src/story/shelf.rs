//! The shelf: every story that has a file or a name in a log, with what it was used for.

use std::collections::BTreeMap;

use super::{ReadStory, Story, key};
use crate::arc::{Grade, Part, Parts, UnknownWord};
use crate::bank::{Problem, Severity};
use crate::session::{Digest, When};

/// One time that a story was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// The session.
    pub session: String,
    /// The number of the attempt in it.
    pub attempt: usize,
    /// The id of the bank.
    pub company: String,
    /// The id of the question.
    pub question: String,
    /// When.
    pub at: When,
    /// Each part, unprompted.
    pub unprompted: Parts<Grade>,
}

/// A story with what it was used for.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelved {
    /// Its name.
    pub name: String,
    /// The story's file, as messages call it, when it has one.
    pub path: Option<String>,
    /// Its words, when they were written down.
    pub text: Option<String>,
    /// When it was told, the oldest first.
    pub uses: Vec<Use>,
    /// What the judge says of the written text.
    pub written: Option<Parts<Grade>>,
}

impl Shelved {
    /// The best that each part ever was, told unasked or written; `None` when there is nothing yet.
    pub fn best(&self) -> Option<Parts<Grade>> {
        let all = self.uses.iter().map(|told| &told.unprompted).chain(&self.written);
        all.copied().reduce(|best, next| best.map(|part, &grade| grade.max(next[part])))
    }

    /// The part that is weakest at its best; of several, the one where stories break most often.
    pub fn weakest(&self) -> Option<(Part, Grade)> {
        const ORDER: [Part; 5] =
            [Part::Improvement, Part::Diagnosis, Part::Learning, Part::Failure, Part::Action];
        let best = self.best()?;
        let parts = ORDER.into_iter().map(|part| (part, best[part]));
        parts.min_by_key(|(_, grade)| *grade).filter(|(_, grade)| *grade < Grade::Strong)
    }

    /// The ids of the companies that it was told to, each once, in the order of their first time.
    pub fn companies(&self) -> Vec<&str> {
        let mut companies: Vec<&str> = Vec::new();
        for told in &self.uses {
            if !companies.contains(&told.company.as_str()) {
                companies.push(&told.company);
            }
        }
        companies
    }

    /// How many different questions it answered.
    pub fn questions(&self) -> usize {
        let ids: std::collections::BTreeSet<_> = self.uses.iter().map(|u| &u.question).collect();
        ids.len()
    }
}

/// All stories, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shelf {
    /// In the order of their names.
    pub stories: Vec<Shelved>,
    /// What is wrong with files.
    pub problems: Vec<Problem>,
}

impl Shelf {
    /// The shelf of these files and sessions; both come in any order. `judge` says what a written text
    /// tells. Answers that count for nothing, and sessions that were left out, are no uses.
    pub fn of(
        files: Vec<ReadStory>,
        digests: &[Digest],
        judge: impl Fn(&str) -> Parts<Grade>,
    ) -> Self {
        let mut stories: BTreeMap<String, Shelved> = BTreeMap::new();
        let mut problems = Vec::new();
        for ReadStory { path, story, problem } in files {
            problems.extend(problem);
            let Some(Story { name, text, .. }) = story else { continue };
            if let Some(there) = stories.get(&key(&name)) {
                problems.push(Problem {
                    severity: Severity::Dropped,
                    line: 1,
                    what: format!(
                        "`{name}` is the name of another story too, in {}",
                        there.path.as_deref().unwrap_or_default()
                    ),
                    fix: "Give this one another name in its file; until then the other counts."
                        .into(),
                    path,
                });
                continue;
            }
            let written = text.as_deref().map(&judge);
            let shelved = Shelved { path: Some(path), text, uses: Vec::new(), written, name };
            stories.insert(key(&shelved.name), shelved);
        }
        for digest in digests.iter().filter(|digest| !digest.excluded) {
            for attempt in digest.attempts.iter().filter(|attempt| attempt.counts) {
                let Some(name) = attempt.story.as_ref().filter(|name| !key(name).is_empty()) else {
                    continue;
                };
                let shelved = stories.entry(key(name)).or_insert_with(|| Shelved {
                    name: name.clone(),
                    path: None,
                    text: None,
                    uses: Vec::new(),
                    written: None,
                });
                shelved.uses.push(Use {
                    session: digest.id.clone(),
                    attempt: attempt.number,
                    company: attempt.company.clone(),
                    question: attempt.question.clone(),
                    at: attempt.at,
                    unprompted: attempt.unprompted,
                });
            }
        }
        let mut stories: Vec<Shelved> = stories.into_values().collect();
        for story in &mut stories {
            story.uses.sort_by(|a, b| (a.at, &a.session).cmp(&(b.at, &b.session)));
        }
        Self { stories, problems }
    }

    /// The story that a person means: by its name, its number in the list, the only name that begins
    /// so, or the only one that has a word that begins so.
    ///
    /// # Errors
    /// When there is none: with the nearest name.
    pub fn find(&self, words: &str) -> Result<&Shelved, UnknownWord> {
        let wanted = key(words);
        let number = words.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        let only = |is: &dyn Fn(&str) -> bool| {
            let mut all = self.stories.iter().filter(|story| is(&key(&story.name)));
            all.next().filter(|_| all.next().is_none() && !wanted.is_empty())
        };
        let inside = format!(" {wanted}");
        let only = only(&|name| name.starts_with(&wanted))
            .or_else(|| only(&|name| format!(" {name}").contains(&inside)));
        self.named(words).or_else(|| self.stories.get(number?)).or(only).ok_or_else(|| {
            let known = self.stories.iter().map(|story| story.name.as_str());
            UnknownWord::new("story", words.trim(), known)
        })
    }

    /// The story with this name, in any case.
    pub fn named(&self, name: &str) -> Option<&Shelved> {
        let wanted = key(name);
        self.stories.iter().find(|story| key(&story.name) == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::session;
    use crate::story::decode;

    fn told(line: &str, story: &str) -> Digest {
        let mut digest = session(line);
        digest.attempts[0].story = Some(story.to_owned());
        digest
    }

    fn file(path: &str, name: &str, text: &str) -> ReadStory {
        let toml = format!("format = 1\nname = \"{name}\"\ntext = \"{text}\"\n");
        decode(path, toml.as_bytes())
    }

    fn shelf() -> Shelf {
        let digests = [
            told("2026-11-09 netflix ++.-- 140 3", "Privacy review slip"),
            told("2026-11-02 amazon +-+-- 140 3", "privacy review slip"),
            told("2026-11-03 amazon +++++ 140 0", "the hire"),
            session("2026-11-04 amazon +++++ 140 0"),
        ];
        let files = vec![
            file("a.toml", "privacy review slip", "We slipped."),
            file("b.toml", "Privacy-review slip", "Another."),
            file("c.toml", "month end", "We failed."),
            decode("d.toml", b"name = 3"),
        ];
        Shelf::of(files, &digests, |_| {
            Parts::from_fn(|part| match part {
                Part::Improvement => Grade::Weak,
                _ => Grade::Missing,
            })
        })
    }

    #[test]
    fn files_and_names_in_logs_are_one_shelf() {
        let shelf = shelf();
        let names: Vec<_> = shelf.stories.iter().map(|story| story.name.as_str()).collect();
        assert_eq!(names, ["month end", "privacy review slip", "the hire"]);
        let slip = &shelf.stories[1];
        assert_eq!(
            (slip.uses.len(), slip.companies(), slip.questions()),
            (2, vec!["amazon", "netflix"], 2)
        );
        let best: Vec<_> = slip.best().unwrap().iter().map(|(_, g)| g.mark()).collect();
        assert_eq!(best, ['●', '●', '●', '○', '◐']);
        assert_eq!(slip.weakest(), Some((Part::Learning, Grade::Missing)));
        assert_eq!(shelf.stories[2].weakest(), None);
    }

    #[test]
    fn two_files_of_one_name_are_told_and_the_first_counts() {
        let shelf = shelf();
        assert_eq!(shelf.stories[1].text.as_deref(), Some("We slipped."));
        assert_eq!(shelf.problems.len(), 2);
        assert!(shelf.problems[0].to_string().contains(
            "b.toml, line 1: `Privacy-review slip` is the name of another story too, in a.toml"
        ));
    }

    #[test]
    fn a_story_is_found_by_name_number_or_beginning() {
        let shelf = shelf();
        for words in ["the hire", "THE HIRE!", "3", "the"] {
            assert_eq!(shelf.find(words).unwrap().name, "the hire", "{words}");
        }
        let said = shelf.find("the hier").unwrap_err().to_string();
        assert_eq!(said, "unknown story `the hier`; did you mean `the hire`?");
        assert!(Shelf::default().find("x").is_err());
    }
}
