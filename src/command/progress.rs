//! `progress`: what practice adds up to, on a screen, for other programs, or as a page.

use std::io;
use std::path::Path;

use super::exit::{Exit, Trouble};
use super::grammar::Progress;
use super::practice::{Practice, shown as named};
use super::settings::Settings;
use crate::page::{self, Page};
use crate::review::{self, Figures, since};
use crate::screen::progress;
use crate::session::{AttemptDigest, Digest};
use crate::text::{SPEAKING_RATE, json};

/// How many sessions a page holds as replays: more would make a file that no phone opens.
const REPLAYS: usize = 200;

impl Practice<'_> {
    /// `progress`
    pub(super) fn progress(
        &mut self,
        wanted: &Progress,
        settings: &Settings,
    ) -> Result<Exit, Trouble> {
        let today = self.out.now().date_naive();
        let since = wanted.since.as_ref().map(|words| since(words, today)).transpose();
        let counted = review::Wanted {
            company: wanted.company.as_deref().map(|w| self.past_company(w)).transpose()?,
            since: since.map_err(|error| Trouble::usage(error.to_string()))?,
            by: wanted.by,
            rate: Some(settings.rate).filter(|&rate| rate != SPEAKING_RATE),
        };
        let ids = self.store.ids()?;
        let filter = review::Filter { since: counted.since, ..review::Filter::default() };
        let meant: Vec<String> = ids.iter().filter(|id| !filter.rules_out(id)).cloned().collect();
        let digests = self.digests(&meant);
        let unread = meant.len() - digests.len();
        let figures = review::progress(&digests, &counted, today);
        if wanted.json {
            let line = json(&Figures::of(&figures));
            let line = line.map_err(|error| Trouble::wrong(format!("no JSON: {error}")))?;
            self.out.write(&format!("{line}\n"))?;
            return Ok(Exit::Fine);
        }
        if ids.is_empty() {
            self.invite()?;
            return Ok(Exit::Fine);
        }
        if figures.all.attempts == 0 {
            self.remark(if counted.company.is_some() || counted.since.is_some() {
                "No answers there that count. `progress` alone looks at all of them."
            } else {
                "No answers that count yet: one answer to one question is enough to begin."
            })?;
            return Ok(Exit::Fine);
        }
        let banks = std::rc::Rc::clone(&self.banks);
        let name = |company: &str| {
            banks.find(company).map_or_else(|_| company.to_owned(), |bank| bank.name.clone())
        };
        if let Some(path) = &wanted.html {
            return self.page(path, &figures, &digests, &name);
        }
        let screen = progress::progress(&figures, &name, self.out.canvas());
        self.present(&screen)?;
        if unread > 0 {
            let logs = if unread == 1 { "1 log" } else { &format!("{unread} logs") };
            self.remark(&format!("{logs} could not be read; `sessions check` says why."))?;
        }
        Ok(Exit::Fine)
    }

    /// `progress --html`
    fn page(
        &mut self,
        path: &Path,
        figures: &review::Progress,
        digests: &[Digest],
        name: &dyn Fn(&str) -> String,
    ) -> Result<Exit, Trouble> {
        let page = Page { progress: figures, digests, name, made: self.now() };
        let mut whole = page::begin(&page);
        let mut shown = 0;
        let wanted = &figures.wanted;
        let meant = |attempt: &AttemptDigest| {
            wanted.company.as_ref().is_none_or(|company| *company == attempt.company)
                && wanted.since.is_none_or(|since| attempt.at.moment().date_naive() >= since)
        };
        for digest in digests.iter().filter(|digest| !digest.excluded) {
            if shown == REPLAYS {
                break;
            }
            if !digest.attempts.iter().any(|attempt| attempt.counts && meant(attempt)) {
                continue;
            }
            let Some(session) = self.store.read(&digest.id)?.session else { continue };
            whole.push_str(&page::session(&session, &self.banks, wanted.rate, meant));
            shown += 1;
        }
        whole.push_str(&page::end(&page, shown));
        self.write_page(path, &whole)
    }

    /// Writes a page; over one that is there only when the person says so.
    fn write_page(&mut self, path: &Path, page: &str) -> Result<Exit, Trouble> {
        let files = self.out.files();
        let name = named(path);
        let failed = |error: io::Error| {
            Trouble::wrong(format!(
                "could not write {name}: {error}. Is its folder there, and yours?"
            ))
        };
        match files.create(path, page.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if !self.out.interactive() {
                    return Err(Trouble::wrong(format!(
                        "{name} is there already; nothing was overwritten. Choose another name."
                    )));
                }
                if !self.out.confirm(&format!("{name} is there already. Replace it?"))? {
                    self.remark("Nothing was written.")?;
                    return Ok(Exit::Fine);
                }
                files.replace(path, page.as_bytes()).map_err(failed)?;
            }
            done => done.map_err(failed)?,
        }
        self.remark(&format!("Written to {name}: open it in any browser. It holds your stories."))?;
        self.warn_of_version_control(path)?;
        Ok(Exit::Fine)
    }
}
