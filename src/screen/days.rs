//! Days as people say them.

use chrono::NaiveDate;

/// A day that is over, seen from `today`: "today", "yesterday", "4 days ago", "on 2 Nov".
pub fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days @ 2..=13 => format!("{days} days ago"),
        14..=300 => format!("on {}", day.format("%-d %b")),
        _ => format!("on {}", day.format("%-d %b %Y")),
    }
}

/// A day that comes, seen from `today`: "today", "tomorrow", "Thu 5 Nov".
pub fn coming(day: NaiveDate, today: NaiveDate) -> String {
    match (day - today).num_days() {
        ..=0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => day.format("%a %-d %b").to_string(),
    }
}

/// So many of something, with its plural: "1 question", "3 questions", "2 stories".
pub fn count(number: usize, of: &str) -> String {
    match of.strip_suffix("ry").or_else(|| of.strip_suffix("ly")) {
        _ if number == 1 => format!("1 {of}"),
        Some(_) => format!("{number} {}ies", of.trim_end_matches('y')),
        None => format!("{number} {of}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_by_how_far_they_are() {
        let day = |d: &str| d.parse::<NaiveDate>().unwrap();
        let today = day("2026-11-27");
        let past = ["2026-11-27", "2026-11-26", "2026-11-20", "2026-11-02", "2025-11-02"];
        let said = past.map(|d| ago(day(d), today));
        assert_eq!(said, ["today", "yesterday", "7 days ago", "on 2 Nov", "on 2 Nov 2025"]);
        let next = ["2026-11-27", "2026-11-28", "2026-12-03"].map(|d| coming(day(d), today));
        assert_eq!(next, ["today", "tomorrow", "Thu 3 Dec"]);
        assert_eq!((count(1, "day"), count(0, "day")), ("1 day".into(), "0 days".into()));
        assert_eq!(
            (count(2, "story"), count(3, "reply")),
            ("2 stories".into(), "3 replies".into())
        );
    }
}
