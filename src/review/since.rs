//! From when on: `2w`, `10d`, `3m`, `1y`, `today`, `yesterday`, or a date.

use chrono::{Days, Months, NaiveDate};

/// Words that name no day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no day; write it like 2w, 10d, 3m, 1y, yesterday or 2026-11-01")]
pub struct BadSince(pub String);

/// The first day that is meant, seen from `today`.
///
/// # Errors
/// When the words name no day.
pub fn since(words: &str, today: NaiveDate) -> Result<NaiveDate, BadSince> {
    let bad = || BadSince(words.to_owned());
    let given = words.trim().to_lowercase();
    match given.as_str() {
        "today" => return Ok(today),
        "yesterday" => return today.pred_opt().ok_or_else(bad),
        _ => {}
    }
    if let Ok(date) = given.parse::<NaiveDate>() {
        return Ok(date);
    }
    let digits = given.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: u32 = digits.parse().map_err(|_| bad())?;
    let back = match given.get(digits.len()..).map(str::trim) {
        Some("d" | "day" | "days") => today.checked_sub_days(Days::new(number.into())),
        Some("w" | "week" | "weeks") => {
            today.checked_sub_days(Days::new(u64::from(number).saturating_mul(7)))
        }
        Some("m" | "month" | "months") => today.checked_sub_months(Months::new(number)),
        Some("y" | "year" | "years") => {
            today.checked_sub_months(Months::new(number.saturating_mul(12)))
        }
        _ => return Err(bad()),
    };
    // Further back than the calendar goes is as far back as it goes.
    Ok(back.unwrap_or(NaiveDate::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(words: &str) -> String {
        let today = NaiveDate::from_ymd_opt(2026, 3, 31).unwrap();
        since(words, today).map_or_else(|bad| bad.to_string(), |day| day.to_string())
    }

    #[test]
    fn spans_and_dates_are_understood() {
        assert_eq!(from("2w"), "2026-03-17");
        assert_eq!(from("10 days"), "2026-03-21");
        assert_eq!(from("1m"), "2026-02-28");
        assert_eq!(from("1Y"), "2025-03-31");
        assert_eq!(from("yesterday"), "2026-03-30");
        assert_eq!(from("2026-01-02"), "2026-01-02");
        assert_eq!(from("0d"), "2026-03-31");
    }

    #[test]
    fn anything_else_is_answered_with_examples_and_no_number_is_too_large() {
        for words in ["", "w", "2x", "two weeks", "2026-13-01", "-2w", "99999999999d"] {
            assert!(from(words).contains("names no day"), "{words}");
        }
        for words in ["4294967295d", "4294967295w", "4294967295m", "4294967295y"] {
            assert!(!from(words).contains("names no day"), "{words}");
        }
    }
}
