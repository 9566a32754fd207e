//! The sentences of progress, each with the numbers behind it; for the terminal and the page alike.

use chrono::NaiveDate;

use crate::review::{Progress, Standing};
use crate::screen::{duration, share_words};

/// A day as it is said.
fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// "1 answer", "12 answers".
pub fn answers(count: usize) -> String {
    if count == 1 { "1 answer".to_owned() } else { format!("{count} answers") }
}

fn sessions(count: usize) -> String {
    if count == 1 { "1 session".to_owned() } else { format!("{count} sessions") }
}

/// What is covered: which dates, how many sessions, what was left out, at which rate.
pub fn covers(progress: &Progress, name: &dyn Fn(&str) -> String) -> String {
    let mut said = match progress.covers {
        Some((first, last)) if first == last => day(first),
        Some((first, last)) => format!("{} to {}", day(first), day(last)),
        None => "No practice".to_owned(),
    };
    if let Some(company) = &progress.wanted.company {
        said.push_str(&format!(", {} only", name(company)));
    }
    said.push_str(&format!(
        ": {} with {}.",
        sessions(progress.sessions),
        answers(progress.all.attempts)
    ));
    if progress.excluded > 0 {
        said.push_str(&format!(" Left out by you: {}.", sessions(progress.excluded)));
    }
    if progress.future > 0 {
        let (are, count) = match progress.future {
            1 => ("session is", "1".to_owned()),
            n => ("sessions are", n.to_string()),
        };
        said.push_str(&format!(
            " {count} {are} dated after tomorrow, so a clock was wrong: counted, but in no calendar \
             and no chart by week."
        ));
    }
    if let Some(rate) = progress.wanted.rate {
        said.push_str(&format!(" Speaking times are reckoned at {rate} words a minute."));
    }
    said
}

/// The weakest part and the weakest company, with the numbers.
pub fn weakest(progress: &Progress, name: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut said = Vec::new();
    if let Some((part, share)) = progress.weakest_part() {
        let after = progress.all.after[part];
        said.push(if share.count == share.of {
            format!("Every part was told without being asked, in all {}.", answers(share.of))
        } else {
            format!(
                "Weakest part: {part}, told without being asked in {} of {} ({}), and after \
                 follow-ups in {}.",
                share.count,
                answers(share.of),
                share_words(share.value().unwrap_or(0.0)),
                after.count
            )
        });
    }
    let weakest = progress.weakest_company();
    // What is the same to the digit that is shown is no weakness.
    let behind = |(_, standing, elsewhere): &(&str, &Standing, f64)| {
        elsewhere - standing.parts_told().unwrap_or(0.0) >= 0.1
    };
    if let Some((company, standing, elsewhere)) = weakest.filter(behind) {
        said.push(format!(
            "Weakest company: {}, {:.1} of five parts told over {}, against {elsewhere:.1} elsewhere.",
            name(company),
            standing.parts_told().unwrap_or(0.0),
            answers(standing.attempts)
        ));
    }
    said
}

/// The last session against one's own average before it.
pub fn last(progress: &Progress) -> Option<String> {
    let last = progress.last.as_ref()?;
    let parts = |standing: &Standing| standing.parts_told().unwrap_or(0.0);
    let (now, before) = (parts(&last.standing), parts(&last.before));
    let delta = now - before;
    let stands = if delta.abs() < 0.05 {
        "as on average before".to_owned()
    } else if delta > 0.0 {
        format!("{delta:.1} more than on average before")
    } else {
        format!("{:.1} fewer than on average before", -delta)
    };
    let pair = |of: fn(&Standing) -> Option<f64>| {
        (of(&last.standing).unwrap_or(0.0), of(&last.before).unwrap_or(0.0))
    };
    let (spoken, spoken_before) = pair(Standing::average_speaking);
    let (probes, probes_before) = pair(Standing::average_probes);
    Some(format!(
        "Last session, {}: {now:.1} of five parts told, {stands}; spoken {} ({} before), follow-ups \
         {probes:.1} ({probes_before:.1} before).",
        day(last.day),
        duration(spoken),
        duration(spoken_before)
    ))
}

/// How the answers' lengths stand to the band.
pub fn band(progress: &Progress) -> String {
    let [from, to] = progress.band.map(|seconds| duration(f64::from(seconds)));
    let all = &progress.all;
    let within = all.within();
    format!(
        "{} of {} lay within the band of their time (now {from}–{to}); {} shorter, {} longer.",
        within.count,
        answers(within.of),
        all.short,
        all.long
    )
}
