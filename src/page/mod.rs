//! Progress as one page for a browser: values in, HTML out.
//!
//! The page stands alone: no script, no font, no picture from elsewhere, and a policy in its head that
//! forbids the browser to fetch any. Every text passes [`text`] on its way in. It knows nothing of
//! files, and counts nothing.
//!
//! - [`begin`]: all up to the table of sessions; `charts.rs` draws, `heat.rs` has the map of companies,
//!   `calendar.rs` the days.
//! - [`session`]: a session's rows, which open to the replay.
//! - [`end`]: the rest.

mod calendar;
mod charts;
mod heat;
mod replay;

pub use replay::session;

use std::borrow::Cow;

use crate::review::{By, Progress};
use crate::screen::progress::saying;
use crate::session::{Digest, When};
use crate::text::printable;

/// How the page looks: light and dark, narrow and wide, on paper.
const STYLE: &str = include_str!("page.css");

/// What the page is made of.
pub struct Page<'a> {
    /// The figures.
    pub progress: &'a Progress,
    /// The sessions that were counted, in any order.
    pub digests: &'a [Digest],
    /// What a company is called.
    pub name: &'a dyn Fn(&str) -> String,
    /// When the page was made.
    pub made: When,
}

/// A text that is no markup, inside an element or an attribute in double quotes.
pub fn text(text: &str) -> String {
    let text = printable(&text.replace("\r\n", "\n"));
    html_escape::encode_quoted_attribute(&Cow::Borrowed(text.as_str())).into_owned()
}

/// Everything up to the rows of the table of sessions.
pub fn begin(page: &Page<'_>) -> String {
    let progress = page.progress;
    let mut out = String::with_capacity(64 * 1024);
    out.push_str(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"mockloop\">\n\
         <title>Interview practice: progress</title>\n<style>\n",
    );
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<header>\n<h1>Interview practice</h1>\n<p>");
    out.push_str(&text(&saying::covers(progress, page.name)));
    out.push_str("</p>\n</header>\n<main>\n");

    section(&mut out, "work", "What to work on");
    out.push_str("<ul>\n");
    for sentence in saying::weakest(progress, page.name).into_iter().chain(saying::last(progress)) {
        out.push_str(&format!("<li>{}</li>\n", text(&sentence)));
    }
    out.push_str("</ul>\n</section>\n");

    let of = match progress.wanted.by {
        By::Week => "week",
        By::Session => "session",
    };
    section(&mut out, "parts", "Parts over time");
    out.push_str(&format!(
        "<p>How often each part was told without being asked, by {of}. A {of} without practice is a gap.</p>\n"
    ));
    out.push_str(&charts::parts(progress));
    out.push_str(&charts::numbers(progress));
    out.push_str("</section>\n");

    section(&mut out, "companies", "Parts by company");
    out.push_str(&heat::map(progress, page.name));
    out.push_str("</section>\n");

    section(&mut out, "length", "Time and length");
    out.push_str(&format!("<p>{}</p>\n", text(&saying::band(progress))));
    out.push_str(&charts::length(progress, page.digests));
    out.push_str("</section>\n");

    let days = calendar::calendar(progress);
    if !days.is_empty() {
        section(&mut out, "days", "Days with practice");
        out.push_str(&days);
        out.push_str("</section>\n");
    }

    section(&mut out, "sessions", "Sessions");
    out.push_str(
        "<p>Each question opens to the session as it went. Letters name the parts that a sentence tells: \
         <b>F</b> failure, <b>D</b> diagnosis, <b>A</b> action, <b>L</b> learning, <b>I</b> improvement.</p>\n\
         <table class=\"sessions\" role=\"table\">\n<caption>Sessions, the newest first</caption>\n\
         <thead><tr role=\"row\"><th scope=\"col\">when</th><th scope=\"col\">company</th>\
         <th scope=\"col\">parts, unasked</th><th scope=\"col\">spoken</th>\
         <th scope=\"col\">follow-ups</th></tr></thead>\n<tbody>\n",
    );
    out
}

/// Everything after the rows: how many of the sessions are there, when the page was made.
pub fn end(page: &Page<'_>, shown: usize) -> String {
    let all = page.progress.sessions;
    let rest = if shown < all {
        format!(
            "<p>The newest {shown} of {all} sessions are here; `progress --since` makes a page of others.</p>\n"
        )
    } else {
        String::new()
    };
    let made = page.made.moment().format("%Y-%m-%d %H:%M");
    format!(
        "</tbody>\n</table>\n{rest}</section>\n</main>\n<footer><p>Made by mockloop on {made}. This page \
         holds your stories; it loads nothing and sends nothing.</p></footer>\n</body>\n</html>\n"
    )
}

fn section(out: &mut String, id: &str, title: &str) {
    out.push_str(&format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"));
}

#[cfg(test)]
mod tests;
