//! A session in the table: its figures in a row, and the session as it went behind its question.

use super::text;
use crate::arc::{Grade, Part, Parts};
use crate::bank::Banks;
use crate::interview::{Band, Body, Corrected, Debrief, Outcome, Said};
use crate::screen::{duration, letter};
use crate::session::{Attempt, AttemptDigest, Digest, Session};

/// The rows of one session; `meant` says which of its attempts are wanted.
pub fn session(
    session: &Session,
    banks: &Banks,
    rate: Option<u32>,
    meant: impl Fn(&AttemptDigest) -> bool,
) -> String {
    let digest = Digest::of(session);
    let mut out = String::new();
    for attempt in session.attempts() {
        let Some(figures) = digest.attempts.iter().find(|a| a.number == attempt.number) else {
            continue;
        };
        if meant(figures) {
            row(&mut out, &attempt, figures, banks, rate);
        }
    }
    out
}

fn row(
    out: &mut String,
    attempt: &Attempt<'_>,
    figures: &AttemptDigest,
    banks: &Banks,
    rate: Option<u32>,
) {
    let bank = banks.find(attempt.company).ok();
    let company = bank.map_or(attempt.company, |bank| bank.name.as_str());
    let when = attempt.question.at.moment().format("%Y-%m-%d %H:%M").to_string();
    let speaking = rate.map_or(figures.times.speaking, |rate| figures.speaking(rate));
    let parts = if figures.counts { marks(&figures.unprompted) } else { "not judged".to_owned() };
    out.push_str(&format!(
        "<tr role=\"row\" class=\"figures\"><td role=\"cell\" data-label=\"when\">{when}</td>\
         <td role=\"cell\" data-label=\"company\">{}</td>\
         <td role=\"cell\" data-label=\"parts, unasked\" class=\"marks\">{parts}</td>\
         <td role=\"cell\" data-label=\"spoken\">{}</td>\
         <td role=\"cell\" data-label=\"follow-ups\">{}</td></tr>\n\
         <tr role=\"row\"><td role=\"cell\" colspan=\"5\" class=\"question\"><details><summary>{}</summary>\n",
        text(company),
        duration(speaking),
        figures.probes,
        text(&attempt.question.asked)
    ));
    let question = banks.question(attempt.id).map(|(_, question)| question);
    match attempt.outcome(question) {
        Some(outcome) => {
            let counted = attempt.corrected(&outcome);
            told(out, &outcome, &counted);
            let [from, to] = attempt.session.header.band.map(f64::from);
            verdict(
                out,
                &outcome,
                &counted,
                &Debrief::of(&outcome, &counted, bank, Band { from, to }),
            );
        }
        None => {
            lines(out, &attempt.question.words);
            out.push_str("<p class=\"muted\">Nothing was judged.</p>\n");
        }
    }
    out.push_str("</details></td></tr>\n");
}

/// Five marks, each with its words for whoever does not see them.
fn marks(parts: &Parts<Grade>) -> String {
    let said = |(part, grade): (Part, &Grade)| {
        format!(
            "<span class=\"{}\" role=\"img\" aria-label=\"{part} {}\" title=\"{part} {}\">{}</span>",
            grade.id(),
            grade.shown(),
            grade.shown(),
            grade.mark()
        )
    };
    parts.iter().map(said).collect()
}

fn lines(out: &mut String, words: &str) {
    for line in words.lines().filter(|line| !line.trim().is_empty()) {
        out.push_str(&format!("<p>{}</p>\n", text(line)));
    }
}

/// The answer and the replies, sentence by sentence.
fn told(out: &mut String, outcome: &Outcome, counted: &Corrected) {
    let all = outcome.sentences();
    let sentences = |out: &mut String, of: Said| {
        let mut said = all.iter().filter(|sentence| sentence.of == of).peekable();
        if said.peek().is_none() {
            return out.push_str("<p class=\"muted\">No answer.</p>\n");
        }
        out.push_str("<ul class=\"told\">\n");
        for sentence in said {
            let parts = counted.tells(outcome, sentence);
            let letters: String = parts.iter().copied().map(letter).collect();
            let names: Vec<&str> = parts.iter().map(|part| part.id()).collect();
            let mark = if parts.is_empty() {
                "<span class=\"letters\"></span>".to_owned()
            } else {
                format!("<abbr class=\"letters\" title=\"{}\">{letters}</abbr>", names.join(", "))
            };
            out.push_str(&format!("<li>{mark} <span>{}</span></li>\n", text(sentence.text)));
        }
        out.push_str("</ul>\n");
    };
    sentences(out, Said::Answer);
    for (at, exchange) in outcome.exchanges.iter().enumerate() {
        out.push_str(&format!(
            "<p class=\"probe\"><span class=\"muted\">Follow-up on {}:</span> {}</p>\n",
            exchange.asked.part,
            text(&exchange.asked.words)
        ));
        sentences(out, Said::Reply(at));
    }
}

/// The five parts before and after follow-ups, and what the debrief said.
fn verdict(out: &mut String, outcome: &Outcome, counted: &Corrected, debrief: &Debrief) {
    let Body::Told(said) = &debrief.body else {
        out.push_str(&format!("<p>{}</p>\n", text(debrief.next())));
        return;
    };
    out.push_str(
        "<table><caption>The verdict</caption><thead><tr><th scope=\"col\">part</th>\
         <th scope=\"col\">unasked</th><th scope=\"col\">after follow-ups</th></tr></thead>\n<tbody>\n",
    );
    for (part, finding) in said.parts.iter() {
        let grade = |grade: Grade| {
            format!("<td class=\"{}\">{} {}</td>", grade.id(), grade.mark(), grade.shown())
        };
        let yours = if counted.yours[part] { " (your word)" } else { "" };
        out.push_str(&format!(
            "<tr><th scope=\"row\">{part}{yours}</th>{}{}</tr>\n",
            grade(finding.unprompted),
            grade(finding.after)
        ));
    }
    out.push_str("</tbody></table>\n");
    let times = outcome.times;
    out.push_str(&format!(
        "<p class=\"muted\">{} words; spoken {}, thought {}, typed {}.</p>\n<p><b>Their note.</b> {}</p>\n\
         <p><b>Next.</b> {}</p>\n",
        said.words,
        duration(times.speaking),
        duration(times.think),
        duration(times.wall),
        text(&said.note),
        text(&said.next)
    ));
}
