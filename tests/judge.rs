//! How well the judge that the program carries agrees with annotators, and what it must not fall for.

use std::path::{Path, PathBuf};

use mockloop::arc::{Flag, Grade, Part};
use mockloop::judge::corpus;
use mockloop::judge::evaluate::{Gold, Report};
use mockloop::judge::{judge, judge_reply};

fn corpus_files(split: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(split);
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn golds(split: &str, wanted: impl Fn(&str) -> bool) -> Vec<Gold> {
    let mut golds = Vec::new();
    for path in corpus_files(split) {
        if wanted(&path.file_stem().unwrap().to_string_lossy()) {
            let text = std::fs::read_to_string(&path).unwrap();
            let voice = corpus::read(&path.to_string_lossy(), &text).unwrap();
            golds.extend(voice.answers.iter().map(Gold::from));
        }
    }
    golds
}

/// Which answers of the corpus are meant, by their ids.
type Wanted = fn(&str) -> bool;

/// Floors just under what the held-out split gave when the weights were made; see the README.
#[test]
fn the_judge_agrees_with_annotators_on_the_held_out_split() {
    let floors: [(&str, Wanted, f64, f64); 6] = [
        ("natural", |n| n.starts_with('n'), 0.79, 0.82),
        ("balanced", |n| n.starts_with('t'), 0.67, 0.74),
        ("tricks", |n| n.starts_with('x'), 0.70, 0.78),
        ("as people write", |n| !n.starts_with(['g', 'h', 'n', 't', 'x']), 0.76, 0.79),
        ("typical", |n| n.starts_with('g'), 0.88, 0.88),
        ("written before graded", |n| n.starts_with('h'), 0.64, 0.61),
    ];
    for (name, wanted, kappa, weighted) in floors {
        let golds = golds("test", wanted);
        assert!(golds.len() >= 30, "{name}: only {} answers", golds.len());
        let report = Report::of(&golds, judge, judge_reply);
        let pooled = report.pooled();
        assert!(pooled.kappa() >= kappa, "{}", report.table(name));
        assert!(pooled.weighted_kappa() >= weighted, "{}", report.table(name));
    }
    let all = golds("test", |_| true);
    let report = Report::of(&all, judge, judge_reply);
    assert!(report.replies.accuracy() >= 0.80, "{}", report.table("all"));
    assert!(report.calibration_error() <= 0.05, "{}", report.table("all"));
    assert!(f64::from(report.evidence[1]) >= 0.91 * f64::from(report.evidence[0]));
}

/// At a prompt people press Enter after a sentence, in a file they do not: the same words, the same verdict.
#[test]
fn a_line_for_each_sentence_changes_nothing() {
    let mut met = 0;
    for gold in golds("validation", |_| true) {
        let sentences: Vec<&str> =
            mockloop::text::sentences(&gold.text).into_iter().map(|s| s.of(&gold.text)).collect();
        // A line may be a heading or a bullet, which no sentence within a line is.
        let plain = |s: &&str| {
            let mark = s.contains(':') || s.contains(" - ") || s.contains(" – ");
            s.ends_with(['.', '!', '?']) && !mark && s.starts_with(char::is_alphabetic)
        };
        if gold.text.contains('\n') || !sentences.iter().all(plain) {
            continue;
        }
        let (whole, lines) = (sentences.join(" "), sentences.join("\n"));
        // A small letter begins a sentence on a line of its own only.
        let count = |text: &str| mockloop::text::sentences(text).len();
        if count(&whole) != sentences.len() || count(&lines) != sentences.len() {
            continue;
        }
        let (whole, lines) = (judge(&whole), judge(&lines));
        assert_eq!(whole.flags, lines.flags, "{}", gold.id);
        for (part, judged) in whole.parts.iter() {
            let other = &lines.parts[part];
            assert_eq!((judged.grade, judged.reason), (other.grade, other.reason), "{}", gold.id);
            assert_eq!(judged.confidence, other.confidence, "{}", gold.id);
        }
        met += 1;
    }
    assert!(met > 100, "only {met} answers");
}

#[test]
fn the_corpus_keeps_its_guideline() {
    let mut ids = std::collections::BTreeSet::new();
    for split in ["train", "validation", "test"] {
        for path in corpus_files(split) {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.to_string_lossy();
            let voice = corpus::read(&name, &text).unwrap();
            assert_eq!(corpus::check(&name, &text, &voice), [], "{name}");
            for answer in &voice.answers {
                assert!(ids.insert(answer.id.clone()), "{name}: id {} twice", answer.id);
            }
        }
    }
    assert!(ids.len() > 2000, "{}", ids.len());
}

#[test]
fn what_is_no_answer_has_no_part() {
    for text in [
        "",
        "perfectionism",
        "🔥🔥🔥 💀 😂",
        "Tell me about a time you failed.",
        "I can't really think of one, sorry. Can we skip this?",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.",
        "Ich habe das Projekt zu spät geliefert, weil ich nie mit dem Kunden gesprochen habe.",
        "fn main() { let x = vec![1, 2, 3]; for i in x.iter() { println!(\"{}\", i); } }",
        "The failover worked. We loaded the learned weights and closed the action items.",
    ] {
        let verdict = judge(text);
        assert!(verdict.has(Flag::NoAnswer), "{text}: {verdict:?}");
        assert!(verdict.parts.iter().all(|(_, j)| j.grade == Grade::Missing), "{text}");
    }
}

#[test]
fn keywords_with_nothing_behind_them_are_never_strong() {
    let verdict = judge(
        "I failed. I took ownership. I diagnosed it. I acted decisively. I learned a lot. Since then I \
         improved.",
    );
    for (part, judged) in verdict.parts.iter() {
        assert_ne!(judged.grade, Grade::Strong, "{part}");
    }
}

#[test]
fn an_intention_is_no_improvement() {
    let verdict = judge(
        "I deleted the wrong table and support was down for a day. I never checked which cluster I was on. \
         Next time I will check the cluster first.",
    );
    assert_eq!(verdict.parts.failure.grade, Grade::Strong);
    assert_eq!(verdict.parts.diagnosis.grade, Grade::Strong);
    assert_ne!(verdict.parts.improvement.grade, Grade::Strong);
}

#[test]
fn a_short_story_without_the_word_i_can_have_all_five() {
    let verdict = judge(
        "Shipped the migration without a rollback; two days of orders lost. Assumed the backup job ran, \
         never looked. Rebuilt the orders from payment logs over the weekend. A backup nobody restores is a \
         guess. Restore drill every month since, caught one bad dump in May.",
    );
    for (part, judged) in verdict.parts.iter() {
        assert_eq!(judged.grade, Grade::Strong, "{part}");
    }
}

#[test]
fn a_reply_needs_no_cue_words_and_a_courtesy_is_nothing() {
    let reply = |text| judge_reply(Part::Learning, text, None).grade;
    assert_ne!(reply("That being right isn't enough."), Grade::Missing);
    assert_eq!(reply("Good question."), Grade::Missing);
    assert_eq!(reply(""), Grade::Missing);
}

#[test]
fn evidence_is_whole_sentences_of_the_answer() {
    for gold in golds("validation", |n| n.starts_with('n')) {
        let verdict = judge(&gold.text);
        let sentences = mockloop::text::sentences(&gold.text);
        let marks = mockloop::judge::marks(&gold.text);
        for (part, judged) in verdict.parts.iter() {
            assert_eq!(
                judged.evidence.is_empty(),
                judged.grade == Grade::Missing,
                "{} {part}",
                gold.id
            );
            assert!(
                judged.evidence.iter().all(|span| sentences.contains(span)),
                "{} {part}",
                gold.id
            );
            assert!((0.0..=1.0).contains(&judged.confidence));
            // What is there has words, and what is not has none; the marked answer says the same.
            let share = verdict.shares.parts[part];
            assert_eq!(share > 0.0, judged.grade != Grade::Missing, "{} {part}", gold.id);
            let told = |span| marks.iter().any(|(s, parts)| *s == span && parts.contains(&part));
            assert!(judged.evidence.iter().all(|span| told(*span)), "{} {part}", gold.id);
        }
    }
}

/// Answers by real people, where they are at hand; they are not part of the project.
#[test]
fn the_judge_agrees_with_readers_of_peoples_answers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/public-sample/answers.jsonl");
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let mut table = mockloop::judge::evaluate::Confusion::default();
    for line in text.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).unwrap();
        let verdict = judge(answer["text"].as_str().unwrap());
        for part in Part::ALL {
            if let Some(grade) = answer["parts"][part.id()]["grade"].as_str() {
                table.add(grade.parse().unwrap(), verdict.parts[*part].grade);
            }
        }
    }
    assert!(table.kappa() >= 0.70 && table.weighted_kappa() >= 0.72, "{table:?}");
}
