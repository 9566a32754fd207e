//! The lint of a bank that reads: enough wordings, lengths, coverage, and examples that hold.
//!
//! It knows nothing of files; every line comes from the reading.

use super::{Bank, Banks, Gap, Problem, Question, Reading, Severity};
use crate::arc::{Flag, Grade, Part};
use crate::judge::{judge, judge_reply};
use crate::text::{tokens, words};

/// Fewer wordings than this, and a candidate hears one twice: a question has three probes at most.
const MIN_WORDINGS: usize = 3;

/// A follow-up with more words than this, its slots counted as one, is no longer said in one breath.
const MAX_WORDING: usize = 32;

/// The words of an example: fewer tell no story, more hide what it is an example of.
const EXAMPLE_WORDS: std::ops::RangeInclusive<usize> = 25..=80;

/// Every part with every gap that it can have: what a complete bank has probes for.
pub fn all_gaps() -> impl Iterator<Item = (Part, Gap)> {
    Part::ALL.iter().flat_map(|&part| Gap::of(part).map(move |gap| (part, gap)))
}

impl Bank {
    /// What this bank has no probe for, and so asks in the words of the general bank.
    pub fn lacks(&self) -> Vec<(Part, Gap)> {
        all_gaps().filter(|&(part, gap)| self.probe(part, gap).is_none()).collect()
    }
}

/// Everything that is wrong with a home's banks, by file and line: what the reader dropped, what
/// another bank took, what the lint finds, and the examples that do not hold.
pub fn check(home: Vec<Reading>) -> Vec<Problem> {
    let mut problems: Vec<Problem> = home.iter().flat_map(beyond_reading).collect();
    problems.extend(Banks::with(home).1);
    sorted(problems)
}

/// Everything that is wrong with one file, whatever other banks there are.
pub fn check_one(reading: &Reading) -> Vec<Problem> {
    let mut problems = reading.problems.clone();
    problems.extend(beyond_reading(reading));
    sorted(problems)
}

fn beyond_reading(reading: &Reading) -> Vec<Problem> {
    let mut problems = lint(reading);
    problems.extend(examples(reading));
    problems
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    problems
}

/// What the lint finds in one bank that reads; what the reader itself found is not repeated.
pub fn lint(reading: &Reading) -> Vec<Problem> {
    let Some(bank) = &reading.bank else { return Vec::new() };
    let mut lint = Lint { path: &reading.path, problems: Vec::new() };
    for (question, line) in bank.questions.iter().zip(lines(&reading.question_lines)) {
        lint.question(question, line);
    }
    for (probe, line) in bank.probes.iter().zip(lines(&reading.probe_lines)) {
        lint.probe(probe, line);
    }
    let lacks = bank.lacks();
    if !lacks.is_empty() {
        let named: Vec<String> =
            lacks.iter().take(3).map(|(part, gap)| format!("`{part}`, `{gap}`")).collect();
        let more = if lacks.len() > named.len() { "; …" } else { "" };
        lint.tell(
            1,
            Severity::Note,
            format!(
                "{} of {} kinds of follow-up have no words of this bank's own ({}{more})",
                lacks.len(),
                all_gaps().count(),
                named.join("; ")
            ),
            "The general bank's are used; add a `[[probe]]` where you want another voice.",
        );
    }
    lint.problems
}

fn lines(known: &[usize]) -> impl Iterator<Item = usize> {
    known.iter().copied().chain(std::iter::repeat(1))
}

struct Lint<'a> {
    path: &'a str,
    problems: Vec<Problem>,
}

impl Lint<'_> {
    fn tell(&mut self, line: usize, severity: Severity, what: String, fix: &str) {
        let path = self.path.to_owned();
        self.problems.push(Problem { path, line, severity, what, fix: fix.to_owned() });
    }

    fn question(&mut self, question: &Question, line: usize) {
        for rewording in &question.rewordings {
            let long = words(rewording);
            if long > MAX_WORDING {
                let what = format!(
                    "a rewording of question `{}` has {long} words; {MAX_WORDING} are sayable",
                    question.id
                );
                self.tell(line, Severity::Kept, what, "Cut it to the one thing that it asks.");
            }
            let same = |other: &&str| {
                let said = |text: &str| tokens(text).map(str::to_lowercase).collect::<Vec<_>>();
                *other != rewording.as_str() && said(other) == said(rewording)
            };
            if question.wordings().find(same).is_some() {
                let what = format!(
                    "a rewording of question `{}` differs from another in signs only",
                    question.id
                );
                self.tell(line, Severity::Note, what, "Ask it as another interviewer would.");
            }
        }
        for (key, text) in [("tests", &question.tests), ("note", &question.note)] {
            if text.is_empty() {
                let what = format!("question `{}` has no `{key}`", question.id);
                self.tell(
                    line,
                    Severity::Note,
                    what,
                    "The candidate sees it; a sentence is enough.",
                );
            }
        }
    }

    fn probe(&mut self, probe: &super::Probe, line: usize) {
        let of = format!("the probe for `{}`, `{}`", probe.part, probe.gap);
        let count = probe.wordings.len();
        if count < MIN_WORDINGS {
            self.tell(
                line,
                Severity::Kept,
                format!("{of} has {count} of the {MIN_WORDINGS} wordings that it needs"),
                "Add some, so that nobody hears the same one twice in a session.",
            );
        }
        if probe.wordings.iter().all(|wording| wording.contains('{')) {
            self.tell(
                line,
                Severity::Kept,
                format!("{of} has no wording without a slot"),
                "Add one for when the candidate said nothing that can be quoted.",
            );
        }
        for wording in &probe.wordings {
            let long = words(wording);
            if long > MAX_WORDING {
                self.tell(
                    line,
                    Severity::Kept,
                    format!("a wording of {of} has {long} words; {MAX_WORDING} are sayable"),
                    "Cut it to the one thing that it asks.",
                );
            }
            if wording.matches('?').count() > 1 {
                let what = format!("a wording of {of} asks more than one question");
                self.tell(line, Severity::Note, what, "Ask one thing at a time.");
            }
        }
        for (key, text) in [("follows", &probe.follows), ("spares", &probe.spares)] {
            let long = words(text);
            if text.is_empty() {
                let what = format!("{of} has no example `{key}`");
                self.tell(
                    line,
                    Severity::Note,
                    what,
                    "An example shows that it comes when it should.",
                );
            } else if !EXAMPLE_WORDS.contains(&long) {
                let what = format!("the example `{key}` of {of} has {long} words");
                self.tell(line, Severity::Note, what, "From 25 to 80 words make a story.");
            }
        }
    }
}

/// The examples of a bank that do not hold when they are run through the judge.
///
/// Kept apart from the lint, and only notes: an example is written by the guideline, and where the
/// judge reads it otherwise it may be the judge that is wrong.
pub fn examples(reading: &Reading) -> Vec<Problem> {
    let probes = reading.bank.iter().flat_map(|bank| &bank.probes);
    let mut problems = Vec::new();
    for (probe, line) in probes.zip(lines(&reading.probe_lines)) {
        for (key, text, wanted) in
            [("follows", &probe.follows, true), ("spares", &probe.spares, false)]
        {
            if !text.is_empty() && follows(probe.part, probe.gap, text) != wanted {
                problems.push(Problem {
                    path: reading.path.clone(),
                    line,
                    severity: Severity::Note,
                    what: format!(
                        "the example `{key}` of the probe for `{}`, `{}` does not hold",
                        probe.part, probe.gap
                    ),
                    fix: format!(
                        "The judge would {} after it; `mockloop audit` shows how it reads.",
                        if wanted { "not ask this" } else { "still ask this" }
                    ),
                });
            }
        }
    }
    problems
}

/// Whether the judge finds this gap in `text`: an answer, or for [`Gap::Push`] a reply.
fn follows(part: Part, gap: Gap, text: &str) -> bool {
    if gap == Gap::Push {
        return judge_reply(part, text, None).grade != Grade::Strong;
    }
    let verdict = judge(text);
    let told = &verdict.parts[part];
    match gap {
        Gap::Missing => told.grade == Grade::Missing,
        Gap::Weak(reason) => told.grade == Grade::Weak && told.reason == Some(reason),
        Gap::Unsure | Gap::Push => told.grade != Grade::Strong || told.unsure(),
        Gap::Stakes => verdict.has(Flag::NoStakes),
        Gap::Recency => verdict.has(Flag::Stale),
        Gap::Ownership => verdict.has(Flag::Blame) || verdict.has(Flag::We),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{SHIPPED, read, template};

    fn told(problems: &[Problem]) -> String {
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    /// The share of the shipped examples that the judge must read as they were written to be read.
    /// The rest are the judge's to learn, or ours to mend: the test names them.
    const FLOOR: f64 = 0.85;

    #[test]
    fn the_examples_of_the_shipped_banks_hold() {
        let readings: Vec<Reading> = SHIPPED.iter().map(|(path, text)| read(path, text)).collect();
        let probes = readings.iter().flat_map(|r| r.bank.iter().flat_map(|bank| &bank.probes));
        let count = 2 * probes.count();
        let wrong: Vec<Problem> = readings.iter().flat_map(examples).collect();
        let share = 1.0 - wrong.len() as f64 / count as f64;
        assert!(share >= FLOOR, "{share:.3} of {count} hold; these do not:\n{}", told(&wrong));
    }

    #[test]
    fn the_template_passes() {
        let problems = check(vec![read("acme.toml", &template("acme"))]);
        let own: Vec<_> = problems.into_iter().filter(|p| p.path == "acme.toml").collect();
        assert!(own.iter().all(|p| !p.fails()), "{}", told(&own));
    }

    #[test]
    fn what_a_bank_lacks_is_told_and_does_not_fail_it() {
        let text = "format = 1\ncompany = \"acme\"\nname = \"Acme\"\nlens = \"Ours.\"\n\
            [[question]]\nid = \"acme-a\"\nwords = \"What broke?\"\nrewordings = [\"What broke\", \"What broke?\"]\n\
            [[question]]\nid = \"general-failed\"\nwords = \"What failed?\"\ntests = \"a\"\nnote = \"b\"\n\
            [[probe]]\npart = \"learning\"\ngap = \"missing\"\nwordings = [\"“{failure}”. Why?\", \"What now? And then?\"]\n\
            follows = \"Too short.\"\n";
        let problems = check(vec![read("acme.toml", text)]);
        let own: Vec<_> = problems.into_iter().filter(|p| p.path == "acme.toml").collect();
        insta::assert_snapshot!(told(&own), @r"
acme.toml, line 1: 27 of 28 kinds of follow-up have no words of this bank's own (`failure`, `missing`; `failure`, `unsure`; `failure`, `push`; …). The general bank's are used; add a `[[probe]]` where you want another voice.
acme.toml, line 5: a rewording of question `acme-a` differs from another in signs only. Ask it as another interviewer would.
acme.toml, line 5: question `acme-a` has no `tests`. The candidate sees it; a sentence is enough.
acme.toml, line 5: question `acme-a` has no `note`. The candidate sees it; a sentence is enough.
acme.toml, line 8: this wording stands here twice. Take one out.
acme.toml, line 9: the question id `general-failed` is taken by questions/general.toml. Begin it with the company: `acme-…`.
acme.toml, line 14: the probe for `learning`, `missing` has 2 of the 3 wordings that it needs. Add some, so that nobody hears the same one twice in a session.
acme.toml, line 14: a wording of the probe for `learning`, `missing` asks more than one question. Ask one thing at a time.
acme.toml, line 14: the example `follows` of the probe for `learning`, `missing` has 2 words. From 25 to 80 words make a story.
acme.toml, line 14: the probe for `learning`, `missing` has no example `spares`. An example shows that it comes when it should.
");
        assert_eq!(own.iter().filter(|p| p.fails()).count(), 3);
    }
}
