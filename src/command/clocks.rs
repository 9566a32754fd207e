//! Two clocks: the one on the wall, which can be set and goes on while the machine sleeps, and the
//! program's own, which does neither and which all times are counted by. When they disagree over an
//! answer, it is said what was counted.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use super::exit::Trouble;
use super::practice::Practice;
use crate::screen::duration;

/// Less than this, in seconds, is what time servers do to a clock.
const SLACK: f64 = 30.0;

/// Both clocks at one moment.
pub(super) struct Clocks {
    wall: DateTime<FixedOffset>,
    own: Duration,
}

impl Practice<'_> {
    /// Both clocks now.
    pub(super) fn clocks(&self) -> Clocks {
        Clocks { wall: self.out.now(), own: self.out.elapsed() }
    }

    /// Says so when the clocks have parted since.
    pub(super) fn compare_clocks(&mut self, before: &Clocks) -> Result<(), Trouble> {
        let now = self.clocks();
        let wall = (now.wall - before.wall).as_seconds_f64();
        let apart = wall - now.own.saturating_sub(before.own).as_secs_f64();
        let by = duration(apart.abs());
        if apart > SLACK {
            self.remark(&format!(
                "The clock went on by {by} that are not counted: the machine slept, or the clock was set. \
                 Your times hold only the time that this program was awake."
            ))
        } else if apart < -SLACK {
            self.remark(&format!(
                "The clock was set back by {by} meanwhile. Your times go by another clock, and are right."
            ))
        } else {
            Ok(())
        }
    }
}
