//! Long work says how far it is, now and then, and takes that away before it says anything else.

use super::practice::Practice;
use crate::session::Digest;

/// After how many seconds it is said how far the work is, and how often from then on.
const PATIENCE: f64 = 0.5;

/// How many logs are read between two looks at the clock.
const PIECE: usize = 1024;

/// When it is time to say how far the work is.
#[derive(Debug, Default)]
pub(super) struct Pace {
    next: f64,
    /// Whether something is being said.
    shown: bool,
}

impl Pace {
    /// Whether it is time, at so many seconds.
    fn due(&mut self, now: f64) -> bool {
        if self.next == 0.0 {
            self.next = now + PATIENCE;
        }
        let due = now >= self.next;
        if due {
            self.next = now + PATIENCE;
        }
        due
    }
}

impl Practice<'_> {
    /// Says how far the work is, when it is time to.
    pub(super) fn pace(&mut self, pace: &mut Pace, words: impl FnOnce() -> String) {
        if pace.due(self.out.elapsed().as_secs_f64()) {
            self.out.progress(&words());
            pace.shown = true;
        }
    }

    /// Takes away what was said, before something else is, and at the end.
    pub(super) fn hush(&mut self, pace: &mut Pace) {
        if std::mem::take(&mut pace.shown) {
            self.out.progress("");
        }
    }

    /// The digests of many sessions, in the order given; those of which nothing can be read are left
    /// out.
    pub(super) fn digests(&mut self, ids: &[String]) -> Vec<Digest> {
        let mut pace = Pace::default();
        let mut digests = Vec::with_capacity(ids.len());
        for (at, piece) in ids.chunks(PIECE).enumerate() {
            self.pace(&mut pace, || {
                format!("reading: {} of {} sessions, Ctrl-C stops", at * PIECE, ids.len())
            });
            digests.extend(self.store.digests(piece));
        }
        self.hush(&mut pace);
        digests
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_of_short_work_and_then_twice_a_second() {
        let mut pace = Pace::default();
        let times = [1.0, 1.2, 1.49, 1.5, 1.6, 2.0, 9.0, 9.1];
        let said: Vec<f64> = times.into_iter().filter(|&now| pace.due(now)).collect();
        assert_eq!(said, [1.5, 2.0, 9.0]);
    }
}
