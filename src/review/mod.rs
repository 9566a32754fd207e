//! What past sessions say: which of them are meant, what they add up to, how two of them differ.
//!
//! Pure: sessions and their digests are handed in, and so is today. It puts no screen together and
//! knows nothing of files.
//!
//! - [`Filter`]: which attempts are meant. [`since`]: what `2w` means today.
//! - [`Progress`]: what practice adds up to, by week and by session.
//! - [`Figures`]: the same for other programs.
//! - [`pair`]: the last two attempts at one question or with one story.
//! - [`difference`]: two texts, word by word. [`rejudged`]: an outcome as today's judge sees it.

mod difference;
mod figures;
mod filter;
mod pair;
pub(crate) mod progress;
mod rejudge;
mod since;
mod week;

pub use difference::{Change, Difference, MOST_WORDS, difference};
pub use figures::Figures;
pub use filter::{BadCondition, Condition, Filter, Search};
pub use pair::{Place, pair, pair_between};
#[cfg(test)]
pub(crate) use progress::tests::{day, practice, session};
pub use progress::{By, Last, Period, Progress, Share, Standing, Wanted, progress};
pub use rejudge::rejudged;
pub use since::{BadSince, since};
pub use week::Week;
