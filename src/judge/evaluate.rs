//! How well a judge agrees with careful annotators.
//!
//! Pure: labelled answers and a judge in, figures out. The measures are those of the field: Cohen's
//! kappa (Cohen 1960) for "missing or not", quadratic-weighted kappa (Cohen 1968) over the three
//! grades, F1 for flags, and a reliability table (expected calibration error) for the confidence.

use std::fmt::Write as _;

use super::corpus::{Labelled, PartGrade};
use super::{Judgement, Verdict};
use crate::arc::{Flag, Grade, Part, Parts};
use crate::text::Span;

/// A 3×3 table of gold grade (row) by judged grade (column), in the order missing, weak, strong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Confusion(pub [[u32; 3]; 3]);

impl Confusion {
    /// Counts one pair.
    pub fn add(&mut self, gold: Grade, judged: Grade) {
        self.0[gold as usize][judged as usize] += 1;
    }

    fn merge(&mut self, other: &Confusion) {
        for (row, more) in self.0.iter_mut().zip(other.0) {
            for (cell, n) in row.iter_mut().zip(more) {
                *cell += n;
            }
        }
    }

    /// Number of pairs.
    pub fn total(&self) -> u32 {
        self.0.iter().flatten().sum()
    }

    /// Cohen's kappa for missing or not; 1 when both always agree, 0 at chance.
    pub fn kappa(&self) -> f64 {
        let t = &self.0;
        let both = f64::from(t[0][0]);
        let neither = f64::from(t[1][1] + t[1][2] + t[2][1] + t[2][2]);
        let gold = f64::from(t[0].iter().sum::<u32>());
        let judged = f64::from(t[0][0] + t[1][0] + t[2][0]);
        let n = f64::from(self.total()).max(1.0);
        let chance = (gold * judged + (n - gold) * (n - judged)) / (n * n);
        let seen = (both + neither) / n;
        if (1.0 - chance).abs() < 1e-12 { 1.0 } else { (seen - chance) / (1.0 - chance) }
    }

    /// Quadratic-weighted kappa over missing, weak, strong.
    pub fn weighted_kappa(&self) -> f64 {
        let n = f64::from(self.total()).max(1.0);
        let (mut seen, mut chance) = (0.0, 0.0);
        for i in 0..3 {
            for j in 0..3 {
                let apart = (i as f64 - j as f64).powi(2);
                let row: u32 = self.0[i].iter().sum();
                let column: u32 = self.0.iter().map(|r| r[j]).sum();
                seen += apart * f64::from(self.0[i][j]);
                chance += apart * f64::from(row) * f64::from(column) / n;
            }
        }
        if chance == 0.0 { 1.0 } else { 1.0 - seen / chance }
    }

    /// Share of pairs that agree.
    pub fn accuracy(&self) -> f64 {
        let right: u32 = (0..3).map(|i| self.0[i][i]).sum();
        f64::from(right) / f64::from(self.total()).max(1.0)
    }

    /// Of the parts that are missing, the share that was waved through.
    pub fn gaps_missed(&self) -> f64 {
        ratio(self.0[0][1] + self.0[0][2], self.0[0].iter().sum())
    }

    /// Of the parts that are there in some form, the share that was called missing.
    pub fn false_alarms(&self) -> f64 {
        let there: u32 = self.0[1].iter().chain(&self.0[2]).sum();
        ratio(self.0[1][0] + self.0[2][0], there)
    }

    /// F1 of finding that a part is missing.
    pub fn missing_f1(&self) -> f64 {
        f1(self.0[0][0], self.0[1][0] + self.0[2][0], self.0[0][1] + self.0[0][2])
    }
}

fn ratio(part: u32, of: u32) -> f64 {
    if of == 0 { 0.0 } else { f64::from(part) / f64::from(of) }
}

fn f1(hits: u32, false_alarms: u32, misses: u32) -> f64 {
    ratio(2 * hits, 2 * hits + false_alarms + misses)
}

/// An answer to measure on; a part that the annotators disagreed about is `None` and skipped.
#[derive(Debug, Clone)]
pub struct Gold {
    /// Identifies the answer in lists of mistakes.
    pub id: String,
    /// The answer.
    pub text: String,
    /// Grades.
    pub parts: Parts<Option<PartGrade>>,
    /// For each flag of [`Flag::ALL`], whether it holds; `None` where the annotators disagreed.
    pub flags: Vec<Option<bool>>,
    /// For each part, the annotated sentences.
    pub evidence: Parts<Vec<Span>>,
    /// Replies: part, reply, grade.
    pub replies: Vec<(Part, String, PartGrade)>,
}

impl From<&Labelled> for Gold {
    fn from(answer: &Labelled) -> Self {
        let (text, spans) = answer.text();
        let told = |part| {
            let of = answer.sentences.iter().zip(&spans);
            of.filter(|((l, _), _)| l.hold(part).is_some()).map(|(_, s)| *s).collect()
        };
        Self {
            id: answer.id.clone(),
            parts: answer.parts.map(|_, g| Some(*g)),
            flags: Flag::ALL.iter().map(|f| Some(answer.flags.contains(f))).collect(),
            evidence: Parts::from_fn(told),
            replies: answer.replies.iter().map(|r| (r.part, r.text.clone(), r.grade)).collect(),
            text,
        }
    }
}

/// Bins of the reliability table.
pub const BINS: usize = 5;

/// The figures for one set of answers.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Number of answers.
    pub answers: u32,
    /// Grades by part.
    pub parts: Parts<Confusion>,
    /// Answers of which all the graded parts were right.
    pub all_right: u32,
    /// For each flag: hits, false alarms, misses.
    pub flags: [[u32; 3]; 6],
    /// Of the parts judged weak and rightly so: how many with the right reason.
    pub reasons: [u32; 2],
    /// Grades of replies.
    pub replies: Confusion,
    /// Parts with annotated evidence and a verdict other than missing: all, and those whose evidence overlaps.
    pub evidence: [u32; 2],
    /// By confidence, from 0 to 1 in [`BINS`] bins: count, sum of confidence, right.
    pub reliability: [(u32, f64, u32); BINS],
    /// The parts that were judged wrongly: answer, part, gold, judged, confidence.
    pub mistakes: Vec<(String, Part, PartGrade, Grade, f32)>,
}

impl Report {
    /// Measures `judge` and `judge_reply` on `answers`.
    pub fn of<'a>(
        answers: impl IntoIterator<Item = &'a Gold>,
        judge: impl Fn(&str) -> Verdict,
        judge_reply: impl Fn(Part, &str, Option<&str>) -> Judgement,
    ) -> Self {
        let mut report = Report::default();
        for gold in answers {
            let verdict = judge(&gold.text);
            report.add(gold, &verdict);
            for (part, reply, graded) in &gold.replies {
                let judged = judge_reply(*part, reply, Some(&gold.text));
                report.replies.add(graded.grade, judged.grade);
            }
        }
        report
    }

    fn add(&mut self, gold: &Gold, verdict: &Verdict) {
        self.answers += 1;
        let mut all_right = true;
        for (part, graded) in gold.parts.iter() {
            let Some(graded) = graded else { continue };
            let judged = &verdict.parts[part];
            let right = judged.grade == graded.grade;
            all_right &= right;
            self.parts[part].add(graded.grade, judged.grade);
            if right && graded.grade == Grade::Weak && graded.reason.is_some() {
                self.reasons[0] += 1;
                self.reasons[1] += u32::from(judged.reason == graded.reason);
            }
            if graded.grade != Grade::Missing && judged.grade != Grade::Missing {
                let overlap = judged.evidence.iter().any(|s| {
                    gold.evidence[part].iter().any(|g| s.start < g.end && g.start < s.end)
                });
                if !gold.evidence[part].is_empty() {
                    self.evidence[0] += 1;
                    self.evidence[1] += u32::from(overlap);
                }
            }
            let bin = ((judged.confidence * BINS as f32) as usize).min(BINS - 1);
            let cell = &mut self.reliability[bin];
            cell.0 += 1;
            cell.1 += f64::from(judged.confidence);
            cell.2 += u32::from(right);
            if !right {
                let mistake = (gold.id.clone(), part, *graded, judged.grade, judged.confidence);
                self.mistakes.push(mistake);
            }
        }
        self.all_right += u32::from(all_right);
        for ((flag, holds), cell) in Flag::ALL.iter().zip(&gold.flags).zip(&mut self.flags) {
            match (holds, verdict.has(*flag)) {
                (Some(true), true) => cell[0] += 1,
                (Some(false), true) => cell[1] += 1,
                (Some(true), false) => cell[2] += 1,
                _ => {}
            }
        }
    }

    /// The five parts' tables added up.
    pub fn pooled(&self) -> Confusion {
        let mut all = Confusion::default();
        for (_, one) in self.parts.iter() {
            all.merge(one);
        }
        all
    }

    /// Expected calibration error: how far confidence is from the share that was right.
    pub fn calibration_error(&self) -> f64 {
        let n: u32 = self.reliability.iter().map(|c| c.0).sum();
        let off = |c: &(u32, f64, u32)| (c.1 - f64::from(c.2)).abs();
        self.reliability.iter().map(off).sum::<f64>() / f64::from(n).max(1.0)
    }

    /// The figures as a table for people.
    pub fn table(&self, title: &str) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "## {title}: {} answers", self.answers);
        let _ = writeln!(
            out,
            "{:<12} {:>6} {:>8} {:>8} {:>10} {:>11} {:>12} {:>6}",
            "part",
            "kappa",
            "w-kappa",
            "accuracy",
            "missing F1",
            "gaps missed",
            "false alarms",
            "n"
        );
        let row = |out: &mut String, name: &str, c: &Confusion| {
            let _ = writeln!(
                out,
                "{name:<12} {:>6.3} {:>8.3} {:>8.3} {:>10.3} {:>11.3} {:>12.3} {:>6}",
                c.kappa(),
                c.weighted_kappa(),
                c.accuracy(),
                c.missing_f1(),
                c.gaps_missed(),
                c.false_alarms(),
                c.total()
            );
        };
        for (part, table) in self.parts.iter() {
            row(&mut out, part.id(), table);
        }
        row(&mut out, "all parts", &self.pooled());
        let n = f64::from(self.answers).max(1.0);
        let _ = writeln!(out, "all five right: {:.3}", f64::from(self.all_right) / n);
        let _ = writeln!(
            out,
            "weak reason right: {:.3} of {}",
            ratio(self.reasons[1], self.reasons[0]),
            self.reasons[0]
        );
        let _ = writeln!(
            out,
            "evidence overlaps: {:.3} of {}",
            ratio(self.evidence[1], self.evidence[0]),
            self.evidence[0]
        );
        if self.replies.total() > 0 {
            let _ = writeln!(
                out,
                "replies: accuracy {:.3}, kappa {:.3}, w-kappa {:.3}, n {}",
                self.replies.accuracy(),
                self.replies.kappa(),
                self.replies.weighted_kappa(),
                self.replies.total()
            );
        }
        let flags = Flag::ALL
            .iter()
            .zip(&self.flags)
            .map(|(flag, c)| format!("{flag} {:.2} (of {})", f1(c[0], c[1], c[2]), c[0] + c[2]));
        let _ = writeln!(out, "flags, F1: {}", flags.collect::<Vec<_>>().join(", "));
        let bins = self.reliability.iter().filter(|c| c.0 > 0).map(|c| {
            let n = f64::from(c.0);
            format!("said {:.2} was {:.2} (n {})", c.1 / n, f64::from(c.2) / n, c.0)
        });
        let _ = writeln!(
            out,
            "confidence: {}; expected calibration error {:.3}",
            bins.collect::<Vec<_>>().join(", "),
            self.calibration_error()
        );
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_by_hand() {
        // 20 both missing, 15 both there, 5 only gold missing, 10 only judged missing: the textbook
        // example with observed .70, expected .50.
        let table = Confusion([[20, 5, 0], [10, 15, 0], [0, 0, 0]]);
        assert!((table.kappa() - 0.4).abs() < 1e-9, "{}", table.kappa());
    }

    #[test]
    fn weighted_kappa_forgives_a_near_miss_more_than_a_far_one() {
        let near = Confusion([[10, 2, 0], [0, 10, 0], [0, 0, 10]]);
        let far = Confusion([[10, 0, 2], [0, 10, 0], [0, 0, 10]]);
        assert!(near.weighted_kappa() > far.weighted_kappa());
        let perfect = Confusion([[3, 0, 0], [0, 3, 0], [0, 0, 3]]);
        assert!((perfect.weighted_kappa() - 1.0).abs() < 1e-12);
        assert!((perfect.kappa() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_missed_gap_and_a_false_alarm_are_told_apart() {
        let table = Confusion([[6, 1, 1], [2, 0, 0], [0, 0, 8]]);
        assert!((table.gaps_missed() - 0.25).abs() < 1e-9);
        assert!((table.false_alarms() - 0.2).abs() < 1e-9);
        assert!((table.missing_f1() - 0.75).abs() < 1e-9);
    }
}
