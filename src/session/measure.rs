//! Numbers of a log that somebody may have edited, brought to what a clock or a judge can say.

use super::record::ShownPart;
use crate::judge::Shares;

/// TOML knows `nan`, `inf` and less than nothing; a clock does not.
pub(super) fn passed(seconds: f64) -> f64 {
    if seconds.is_finite() { seconds.max(0.0) } else { 0.0 }
}

/// Nor does a share know more than all.
fn share(share: f32) -> f32 {
    if share.is_nan() { 0.0 } else { share.clamp(0.0, 1.0) }
}

/// The shares of words of a verdict.
pub(super) fn shares(shares: Shares) -> Shares {
    Shares { context: share(shares.context), parts: shares.parts.map(|_, s| share(*s)) }
}

/// A judgement that was shown.
pub(super) fn judged(part: ShownPart) -> ShownPart {
    ShownPart { confidence: share(part.confidence), ..part }
}
