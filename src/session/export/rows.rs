//! A table with a row for each turn, for a spreadsheet or a notebook.

use crate::arc::{Part, Parts};
use crate::session::record::{Kind, Session, ShownPart, Turn};
use crate::text::printable;

/// The headings of the columns.
pub const HEADINGS: &[&str] = &[
    "session",
    "started",
    "program",
    "verb",
    "level",
    "seed",
    "rate",
    "band_from",
    "band_to",
    "excluded",
    "turn",
    "kind",
    "company",
    "question",
    "part",
    "gap",
    "asked",
    "words",
    "at",
    "think",
    "wall",
    "speaking",
    "judge",
    "outcome",
    "failure",
    "failure_reason",
    "failure_confidence",
    "failure_evidence",
    "failure_counted",
    "diagnosis",
    "diagnosis_reason",
    "diagnosis_confidence",
    "diagnosis_evidence",
    "diagnosis_counted",
    "action",
    "action_reason",
    "action_confidence",
    "action_evidence",
    "action_counted",
    "learning",
    "learning_reason",
    "learning_confidence",
    "learning_evidence",
    "learning_counted",
    "improvement",
    "improvement_reason",
    "improvement_confidence",
    "improvement_evidence",
    "improvement_counted",
    "flags",
    "share_context",
    "share_failure",
    "share_diagnosis",
    "share_action",
    "share_learning",
    "share_improvement",
    "notice",
    "story",
];

/// The rows of a session as comma-separated values, without headings. A reply has a grade in the
/// column of each part that it told; `counted` columns are the person's word over the judge's.
///
/// # Errors
/// When the writer gives up, which it does not while it writes to memory.
pub fn to_rows(session: &Session) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut source = ("", "");
    for turn in session.turns() {
        if let Kind::Question { company, question, .. } = &turn.kind {
            source = (company, question);
        }
        writer.write_record(row(session, turn, source).iter().map(|cell| safe(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Nothing that a terminal would obey; and since spreadsheets take a text for a formula that begins
/// like one, an apostrophe before it, as they themselves do. Figures stay.
fn safe(cell: &str) -> String {
    let cell = printable(&cell.replace("\r\n", "\n"));
    let formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell }
}

fn row(session: &Session, turn: &Turn, (company, question): (&str, &str)) -> Vec<String> {
    let header = &session.header;
    let attempt = session.attempts().find(|attempt| std::ptr::eq(attempt.question, turn));
    let (part, gap) = match &turn.kind {
        Kind::Probe { part, gap, .. } => (part.id(), gap.id()),
        Kind::Question { .. } => ("", ""),
    };
    let mut cells = vec![
        header.id.clone(),
        header.started.to_string(),
        header.program.clone(),
        header.verb.clone(),
        header.level.to_string(),
        header.seed.to_string(),
        header.rate.to_string(),
        header.band[0].to_string(),
        header.band[1].to_string(),
        session.excluded().to_string(),
        turn.number.to_string(),
        if part.is_empty() { "question" } else { "probe" }.to_owned(),
        company.to_owned(),
        question.to_owned(),
        part.to_owned(),
        gap.to_owned(),
        turn.asked.clone(),
        turn.words.clone(),
        turn.at.to_string(),
        turn.times.think.to_string(),
        turn.times.wall.to_string(),
        turn.times.speaking.to_string(),
        turn.judge.clone(),
        turn.outcome.id().to_owned(),
    ];
    let shown = shown(turn);
    let counted = attempt.map(|attempt| attempt.unprompted());
    for &part in Part::ALL {
        cells.extend(judged(shown[part]));
        let counted = counted.filter(|_| shown[part].is_some());
        cells.push(counted.map_or_else(String::new, |parts| parts[part].grade.to_string()));
    }
    let whole = match &turn.kind {
        Kind::Question { shown, .. } => shown.as_ref(),
        Kind::Probe { .. } => None,
    };
    let flags = whole.map_or(&[][..], |shown| &shown.flags);
    cells.push(flags.iter().map(|flag| flag.id()).collect::<Vec<_>>().join(" "));
    match whole {
        Some(shown) => {
            cells.push(shown.shares.context.to_string());
            cells.extend(shown.shares.parts.iter().map(|(_, share)| share.to_string()));
        }
        None => cells.extend((0..6).map(|_| String::new())),
    }
    cells.push(whole.and_then(|shown| shown.notice.clone()).unwrap_or_default());
    cells.push(attempt.and_then(|attempt| attempt.story()).unwrap_or_default().to_owned());
    cells
}

/// What a turn told of each part.
fn shown(turn: &Turn) -> Parts<Option<&ShownPart>> {
    match &turn.kind {
        Kind::Question { shown, .. } => {
            Parts::from_fn(|part| shown.as_ref().map(|shown| &shown.parts[part]))
        }
        Kind::Probe { part: asked, shown, also, .. } => Parts::from_fn(|part| {
            let told = also.iter().find(|(other, _)| *other == part).map(|(_, shown)| shown);
            shown.as_ref().filter(|_| *asked == part).or(told)
        }),
    }
}

fn judged(shown: Option<&ShownPart>) -> [String; 4] {
    shown.map_or_else(Default::default, |shown| {
        [
            shown.grade.to_string(),
            shown.reason.map(|reason| reason.to_string()).unwrap_or_default(),
            shown.confidence.to_string(),
            shown.evidence.join(" "),
        ]
    })
}
