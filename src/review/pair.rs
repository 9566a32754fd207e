//! Which two attempts can be held against each other: at one question, or with one story.

use crate::session::{AttemptDigest, Digest};

/// An attempt by its session's id and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The id of the session.
    pub id: &'a str,
    /// The number of the attempt in it, from 1.
    pub number: usize,
}

fn akin(a: &AttemptDigest, b: &AttemptDigest) -> bool {
    let story = |attempt: &AttemptDigest| attempt.story.as_ref().map(|name| name.to_lowercase());
    a.company == b.company && a.question == b.question || story(a).is_some() && story(a) == story(b)
}

/// Every attempt that counts, the newest first; `digests` come newest first too.
fn newest_first(digests: &[Digest]) -> Vec<(Place<'_>, &AttemptDigest)> {
    let of = |digest| {
        let digest: &Digest = digest;
        let attempts = digest.attempts.iter().rev().filter(|attempt| attempt.counts);
        attempts.map(move |a| (Place { id: &digest.id, number: a.number }, a))
    };
    digests.iter().flat_map(of).collect()
}

/// The newest attempt that has an earlier one at the same question or with the same story, and the
/// last such earlier one: then and now. With an id, the later one is of that session.
pub fn pair<'a>(digests: &'a [Digest], of: Option<&str>) -> Option<(Place<'a>, Place<'a>)> {
    let all = newest_first(digests);
    let before = |at: usize| {
        let (now, attempt) = all.get(at).filter(|(now, _)| of.is_none_or(|id| id == now.id))?;
        let then = all.iter().skip(at + 1).find(|(_, earlier)| akin(attempt, earlier))?;
        Some((then.0, *now))
    };
    (0..all.len()).find_map(before)
}

/// The attempts of two sessions that belong beside each other; the last of each when none do.
pub fn pair_between<'a>(then: &'a Digest, now: &'a Digest) -> Option<(Place<'a>, Place<'a>)> {
    let (thens, nows) =
        (newest_first(std::slice::from_ref(then)), newest_first(std::slice::from_ref(now)));
    let akin = nows.iter().find_map(|(now, attempt)| {
        let then = thens.iter().find(|(_, earlier)| akin(attempt, earlier))?;
        Some((then.0, *now))
    });
    akin.or_else(|| Some((thens.first()?.0, nows.first()?.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::progress::tests::session;

    fn practice() -> Vec<Digest> {
        let mut all: Vec<Digest> = [
            "2026-11-26 meta +++++ 140 0",
            "2026-11-24 amazon ++++- 130 1",
            "2026-11-19 netflix +-+-- 200 2",
            "2026-11-03 amazon +.+-- 100 3",
        ]
        .map(session)
        .into();
        for digest in &mut all {
            digest.id.truncate(10);
        }
        all
    }

    fn days(pair: Option<(Place<'_>, Place<'_>)>) -> Option<(String, String)> {
        pair.map(|(then, now)| (then.id.to_owned(), now.id.to_owned()))
    }

    #[test]
    fn the_newest_with_an_earlier_one_at_the_same_question_is_found() {
        let all = practice();
        let found = days(pair(&all, None)).unwrap();
        assert_eq!(found, ("2026-11-03".to_owned(), "2026-11-24".to_owned()));
        assert_eq!(days(pair(&all, Some("2026-11-24"))), Some(found));
        assert_eq!(pair(&all, Some("2026-11-26")), None);
    }

    #[test]
    fn one_story_for_two_companies_is_a_pair_and_what_does_not_count_is_none() {
        let mut all = practice();
        all[0].attempts[0].story = Some("Privacy slip".into());
        all[2].attempts[0].story = Some("privacy slip".into());
        let found = days(pair(&all, None)).unwrap();
        assert_eq!(found, ("2026-11-19".to_owned(), "2026-11-26".to_owned()));
        all[2].attempts[0].counts = false;
        all[1].attempts[0].counts = false;
        assert_eq!(pair(&all, None), None);
        assert_eq!(pair(&[], None), None);
    }

    #[test]
    fn two_sessions_meet_at_the_question_that_they_share() {
        let mut all = practice();
        let other = all[0].attempts[0].clone();
        all[1].attempts.push(AttemptDigest { number: 2, ..other });
        let (then, now) = pair_between(&all[3], &all[1]).unwrap();
        assert_eq!((then.number, now.number), (1, 1));
        let (then, now) = pair_between(&all[2], &all[1]).unwrap();
        assert_eq!((then.number, now.number), (1, 2));
    }
}
