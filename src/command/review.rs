//! `review`: past sessions, listed, replayed, or set side by side.

use super::exit::{Exit, Trouble};
use super::grammar::{Review, Wanted};
use super::json::PastAttempts;
use super::practice::Practice;
use crate::bank::Banks;
use crate::interview::{Band, Corrected, Debrief, Outcome, Pair, Trained, compare};
use crate::judge;
use crate::review::{Filter, Place, Search, difference, pair, pair_between, rejudged, since};
use crate::screen::{
    Compared, Line, Listed, Meaning, Replay, Screen, comparison, debrief, note, paragraph,
    rejudgement, replay, sessions,
};
use crate::session::export::to_lines;
use crate::session::{Attempt, Digest, Session, decode};

/// The worked example that a checkout carries; it is nobody's session and counts for nothing.
const EXAMPLE: &str = include_str!("../../sessions/example.toml");

/// How many logs are looked at before the next ones are fetched.
const BATCH: usize = 512;

impl Practice<'_> {
    /// `review`
    pub(super) fn review(&mut self, review: &Review) -> Result<Exit, Trouble> {
        if review.example {
            return match decode("example.toml", EXAMPLE).session {
                Some(session) if review.json => self.lines(&session),
                Some(session) => self.replay(&session, "example", review.rejudge),
                None => Err(Trouble::wrong("the worked example cannot be read")),
            };
        }
        if review.compare {
            return self.compare(review);
        }
        let Some(which) = &review.which else { return self.list(review) };
        let id = self.find(which)?;
        let read = self.store.read(&id)?;
        for problem in &read.problems {
            self.notice(&problem.to_string())?;
        }
        match read.session {
            Some(session) if review.json => self.lines(&session),
            Some(session) => self.replay(&session, which, review.rejudge),
            None => Ok(Exit::Wrong),
        }
    }

    /// The id that a person means: a number of the list, `last`, or an id or its beginning.
    pub(super) fn find(&mut self, which: &str) -> Result<String, Trouble> {
        let ids = self.store.ids()?;
        if ids.is_empty() {
            return Err(Trouble::wrong(NO_SESSIONS));
        }
        let number = if which == "last" { Some(1) } else { which.parse::<usize>().ok() };
        let by_number = number.and_then(|number| ids.get(number.checked_sub(1)?));
        let by_id = || {
            ids.iter().find(|id| *id == which).or_else(|| {
                let mut begin = ids.iter().filter(|id| id.starts_with(which));
                begin.next().filter(|_| begin.next().is_none())
            })
        };
        by_number.or_else(by_id).cloned().ok_or_else(|| {
            let known = match ids.len() {
                1 => "the one that there is".to_owned(),
                many => format!("the {many} that there are, newest first"),
            };
            Trouble::wrong(format!("no session `{which}`; `review` lists {known}"))
        })
    }

    /// What a person wants to see, as a filter.
    pub(super) fn filter(&mut self, wanted: &Wanted) -> Result<Filter, Trouble> {
        let since = match &wanted.since {
            Some(words) => Some(
                since(words, self.out.now().date_naive())
                    .map_err(|e| Trouble::usage(e.to_string()))?,
            ),
            None => None,
        };
        let search = match &wanted.search {
            Some(words) => Some(Search::new(words).ok_or_else(|| {
                Trouble::usage(format!("there is no word to look for in `{words}`"))
            })?),
            None => None,
        };
        let company = wanted.company.as_deref().map(|word| self.past_company(word)).transpose()?;
        Ok(Filter { company, parts: wanted.part.clone(), since, search })
    }

    /// The id of a company that a person means; also one whose bank is gone but that past sessions had.
    pub(super) fn past_company(&mut self, word: &str) -> Result<String, Trouble> {
        let unknown = match self.banks.find(word) {
            Ok(bank) => return Ok(bank.company.clone()),
            Err(unknown) => unknown,
        };
        let word = word.trim().to_lowercase();
        let infix = format!("-{word}-");
        let ids = self.store.ids()?;
        if crate::session::is_id(&word) && ids.iter().any(|id| id.contains(&infix)) {
            return Ok(word);
        }
        Err(unknown.into())
    }

    fn list(&mut self, review: &Review) -> Result<Exit, Trouble> {
        let filter = self.filter(&review.wanted)?;
        let ids = self.store.ids()?;
        if ids.is_empty() && !review.json {
            self.invite()?;
            return Ok(Exit::Fine);
        }
        let limit = usize::try_from(review.limit).unwrap_or(usize::MAX);
        let batch = if filter.is_open() { limit.clamp(32, BATCH) } else { BATCH };
        let mut listed: Vec<Listed> = Vec::new();
        let (mut found, mut unread, mut looked) = (0, 0, 0);
        'all: for (at, chunk) in ids.chunks(batch).enumerate() {
            let meant: Vec<String> =
                chunk.iter().filter(|id| self.may_be_meant(&filter, id)).cloned().collect();
            let mut digests = self.store.digests(&meant).into_iter().peekable();
            let mut meant = meant.iter().peekable();
            for (place, id) in chunk.iter().enumerate() {
                looked += 1;
                if meant.next_if(|meant| *meant == id).is_none() {
                    continue;
                }
                let Some(digest) = digests.next_if(|digest| digest.id == *id) else {
                    unread += 1;
                    continue;
                };
                let rows = self.listed(&filter, &digest, at * batch + place + 1);
                found += usize::from(!rows.is_empty());
                listed.extend(rows);
                if found == limit {
                    break 'all;
                }
            }
        }
        if review.json {
            self.give(PastAttempts::of(&listed, &ids))?;
            return Ok(Exit::Fine);
        }
        let canvas = self.out.canvas();
        let mut screen = Screen::new();
        if found > 0 {
            screen = sessions(&listed, self.out.now().date_naive(), canvas);
        }
        screen.extend(note(&told(found, looked, ids.len(), &filter), canvas));
        if unread > 0 {
            let logs = if unread == 1 { "1 log" } else { &format!("{unread} logs") };
            let words = format!("{logs} could not be read; `sessions check` says why.");
            screen.extend(note(&words, canvas));
        }
        self.present(&screen)?;
        Ok(Exit::Fine)
    }

    /// Whether the log of this session need be read at all.
    fn may_be_meant(&self, filter: &Filter, id: &str) -> bool {
        if filter.rules_out(id) {
            return false;
        }
        let log = |search: &Search| self.store.log(id).is_ok_and(|log| search.rules_out(&log));
        !filter.search.as_ref().is_some_and(log)
    }

    /// The rows of one session.
    fn listed(&self, filter: &Filter, digest: &Digest, number: usize) -> Vec<Listed> {
        if filter.of(digest).next().is_none() {
            return Vec::new();
        }
        let Some(session) = self.store.read(&digest.id).ok().and_then(|read| read.session) else {
            return Vec::new();
        };
        let meant = filter.of(digest).filter(|attempt| {
            filter.search.as_ref().is_none_or(|search| search.finds_in(&session, attempt.number))
        });
        let row = |(at, of): (usize, &crate::session::AttemptDigest)| {
            let asked = session.attempts().find(|attempt| attempt.number == of.number);
            Listed {
                number: (at == 0).then_some(number),
                started: digest.started,
                company: of.company.clone(),
                asked: asked.map_or_else(|| of.question.clone(), |a| a.question.asked.clone()),
                times: of.times,
                parts: of.counts.then_some(of.unprompted),
                probes: of.probes,
                excluded: digest.excluded,
            }
        };
        meant.enumerate().map(row).collect()
    }

    /// What is said where there is nothing to look back on.
    pub(super) fn invite(&mut self) -> Result<(), Trouble> {
        let canvas = self.out.canvas();
        let line = Line::text("No sessions yet. ")
            .with(Meaning::Typed, if self.at_prompt { "Enter" } else { "mockloop ask" })
            .and(" begins the first; ten minutes are enough. ")
            .with(Meaning::Typed, "review --example")
            .and(" shows what one looks like afterwards.");
        let blank = Line::new();
        let screen = paragraph(&line, canvas.text_width(), &blank, &blank).into_iter().collect();
        self.present(&screen)
    }

    /// A session for other programs.
    fn lines(&mut self, session: &Session) -> Result<Exit, Trouble> {
        let lines = to_lines(session);
        let lines = lines.map_err(|error| Trouble::wrong(format!("no JSON: {error}")))?;
        self.out.write(&lines)?;
        Ok(Exit::Fine)
    }

    /// Shows a session as it went; `which` is how the person called it.
    fn replay(&mut self, session: &Session, which: &str, again: bool) -> Result<Exit, Trouble> {
        let canvas = self.out.canvas();
        let of = session.attempts().count();
        let mut screen = Screen::new();
        if of == 0 {
            screen.extend(note("Nothing was handed in in this session.", canvas));
        }
        for attempt in session.attempts() {
            screen.gap();
            screen.extend(self.replayed(session, &attempt, of, again));
            let changed = attempt.shown.is_some() && attempt.question.judge != judge::version();
            if changed && !again {
                screen.gap();
                screen.extend(note(&judge_changed(&attempt.question.judge, which), canvas));
            }
        }
        if session.excluded() {
            screen.gap();
            let words =
                format!("It is left out of all figures; `include {which}` takes it back in.");
            screen.extend(note(&words, canvas));
        }
        self.present(&screen)?;
        Ok(Exit::Fine)
    }

    /// One attempt of a session: as it went, the debrief, and the verdict of today when it is wanted.
    fn replayed(&self, session: &Session, attempt: &Attempt<'_>, of: usize, again: bool) -> Screen {
        let canvas = self.out.canvas();
        let bank = self.banks.find(attempt.company).ok();
        let company = bank.map_or(attempt.company, |bank| bank.name.as_str());
        let outcome = outcome(attempt, &self.banks);
        let counted = outcome.as_ref().map(|outcome| attempt.corrected(outcome));
        let both = outcome.as_ref().zip(counted.as_ref());
        let mut screen = replay(Replay { attempt, of, company, outcome: both }, canvas);
        let Some((outcome, counted)) = both else { return screen };
        screen.gap();
        let [from, to] = session.header.band.map(f64::from);
        let said = Debrief::of(outcome, counted, bank, Band { from, to });
        screen.extend(debrief(&said, None, canvas));
        if again && outcome.verdict.notice.is_none() {
            let today = rejudged(outcome, &Trained);
            let (then, now) = (Corrected::none(outcome), Corrected::none(&today));
            let changes = compare((outcome, &then), (&today, &now));
            let flags = Pair { then: &*outcome.verdict.flags, now: &*today.verdict.flags };
            screen.gap();
            screen.extend(rejudgement(&changes, flags, canvas));
            let judges =
                format!("Judge then: {}. Today: {}.", attempt.question.judge, judge::version());
            screen.extend(note(&judges, canvas));
        }
        screen
    }

    /// `review --compare`
    fn compare(&mut self, review: &Review) -> Result<Exit, Trouble> {
        let ids = self.store.ids()?;
        if ids.is_empty() {
            self.invite()?;
            return Ok(Exit::Fine);
        }
        let named = [&review.which, &review.other]
            .map(|which| which.as_ref().map(|which| self.find(which)).transpose());
        let digests: Vec<Digest>;
        let pair = match named {
            [Err(trouble), _] | [_, Err(trouble)] => return Err(trouble),
            [Ok(Some(then)), Ok(Some(now))] => {
                digests = self.store.digests(&[then, now]);
                match digests.as_slice() {
                    [then, now] if then.started <= now.started => pair_between(then, now),
                    [later, earlier] => pair_between(earlier, later),
                    _ => None,
                }
            }
            [Ok(one), Ok(_)] => {
                digests = self.digests(&ids);
                pair(&digests, one.as_deref())
            }
        };
        let Some((then, now)) = pair else {
            return Err(Trouble::wrong(match (&review.which, &review.other) {
                (None, _) => {
                    "no question and no story was told twice yet; `review --compare A B` sets any \
                     two sessions side by side"
                        .to_owned()
                }
                (Some(which), None) => format!(
                    "there is no earlier attempt at what session `{which}` asked; \
                     `review --compare {which} OTHER` sets it beside another"
                ),
                (Some(_), Some(_)) => {
                    "one of the two has no answer that was judged, so there is nothing to compare"
                        .to_owned()
                }
            }));
        };
        let (then, now) = (self.session(then)?, self.session(now)?);
        let side = |(session, number): &(Session, usize)| {
            let attempt = session.attempts().find(|attempt| attempt.number == *number)?;
            let outcome = outcome(&attempt, &self.banks)?;
            let counted = attempt.corrected(&outcome);
            let company = self.banks.find(attempt.company).ok();
            let company = company.map_or(attempt.company, |bank| &bank.name).to_owned();
            let when = attempt.question.at.moment().format("%Y-%m-%d %H:%M");
            let title = format!("{when} · {company} · {}", attempt.question.asked);
            Some((title, outcome, counted))
        };
        let (Some(then), Some(now)) = (side(&then), side(&now)) else {
            return Err(Trouble::wrong("one of the two has no answer that was judged"));
        };
        let changes = compare((&then.1, &then.2), (&now.1, &now.2));
        let words = difference(&then.1.answer, &now.1.answer);
        let sides =
            [&then, &now].map(|side| Compared { title: side.0.clone(), answer: &side.1.answer });
        let canvas = self.out.canvas();
        let screen = comparison([&sides[0], &sides[1]], &changes, words.as_ref(), canvas);
        self.present(&screen)?;
        Ok(Exit::Fine)
    }

    fn session(&self, place: Place<'_>) -> Result<(Session, usize), Trouble> {
        let read = self.store.read(place.id)?;
        let session = read.session.ok_or_else(|| {
            Trouble::wrong(format!("`{}` cannot be read; `sessions check` says why", place.id))
        })?;
        Ok((session, place.number))
    }
}

/// What is said when there is nothing to find.
const NO_SESSIONS: &str =
    "there are no sessions yet; Enter at the prompt, or `mockloop ask`, begins one";

/// The outcome of an attempt, with the question as its bank has it today.
fn outcome(attempt: &Attempt<'_>, banks: &Banks) -> Option<Outcome> {
    attempt.outcome(banks.question(attempt.id).map(|(_, question)| question))
}

/// How many were found, and how to see more or others.
fn told(found: usize, looked: usize, all: usize, filter: &Filter) -> String {
    let sessions = |n: usize| if n == 1 { "1 session".to_owned() } else { format!("{n} sessions") };
    match (found, filter.is_open()) {
        (0, true) => format!("Nothing was handed in in {}.", sessions(all)),
        (0, false) => format!(
            "None of {} is like that. `review` alone lists the newest of all.",
            sessions(all)
        ),
        _ if looked < all => format!(
            "The newest {found} {}. --limit shows more, `review NUMBER` replays one.",
            if filter.is_open() { format!("of {all}") } else { "that are like that".to_owned() }
        ),
        (_, true) if found < all => format!(
            "{} in all; those without an answered question, such as drills of one part, are not listed. \
             `review NUMBER` replays one.",
            sessions(all)
        ),
        (_, true) => format!("{} in all. `review NUMBER` replays one.", sessions(all)),
        (_, false) => format!("{found} of {} are like that.", sessions(all)),
    }
}

fn judge_changed(then: &str, which: &str) -> String {
    format!(
        "The judge has changed since (then {then}, now {}); `review {which} --rejudge` shows today's \
         verdict beside this one.",
        judge::version()
    )
}
