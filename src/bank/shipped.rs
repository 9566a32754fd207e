//! The banks that are part of the program.

/// Path (as messages name it) and text of each shipped bank, in the order in which they are listed.
///
/// Embedded, so that a program without its checkout still has every question.
pub const SHIPPED: &[(&str, &str)] = &[
    ("questions/general.toml", include_str!("../../questions/general.toml")),
    ("questions/google.toml", include_str!("../../questions/google.toml")),
    ("questions/meta.toml", include_str!("../../questions/meta.toml")),
    ("questions/amazon.toml", include_str!("../../questions/amazon.toml")),
    ("questions/netflix.toml", include_str!("../../questions/netflix.toml")),
];
