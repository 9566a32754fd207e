//! A commented bank to start from, and which ids a bank may have.

/// Whether `id` can name a company or a question, and so a file: small letters, digits and single
/// hyphens inside, a letter first, at most 60 characters. Nothing that could leave its folder.
pub fn is_company_id(id: &str) -> bool {
    id.len() <= 60
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && !id.ends_with('-')
        && !id.contains("--")
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The text of a bank for `company`, with a comment on every key; it passes the check as it stands.
pub fn template(company: &str) -> String {
    let name: String = company
        .split('-')
        .map(|word| {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
        })
        .collect::<Vec<_>>()
        .join(" ");
    include_str!("template.toml").replace("{company}", company).replace("{name}", &name)
}
