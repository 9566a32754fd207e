//! The heat map of parts by company: a table whose cells are the darker the more often a part was told.

use super::text;
use crate::arc::Part;
use crate::review::{Progress, Standing};

/// The table, with all together in its last row.
pub(super) fn map(progress: &Progress, name: &dyn Fn(&str) -> String) -> String {
    let mut out = String::from(
        "<div class=\"wide\"><table class=\"heat\">\n<caption>Told without being asked, in percent of the answers</caption>\n\
         <thead><tr><th scope=\"col\">company</th><th scope=\"col\">answers</th>",
    );
    for part in Part::ALL {
        out.push_str(&format!("<th scope=\"col\">{part}</th>"));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (company, standing) in &progress.companies {
        row(&mut out, &name(company), standing);
    }
    out.push_str("</tbody>\n<tfoot>\n");
    row(&mut out, "all", &progress.all);
    out.push_str("</tfoot>\n</table></div>\n");
    out
}

fn row(out: &mut String, name: &str, standing: &Standing) {
    out.push_str(&format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td>",
        text(name),
        standing.attempts
    ));
    for (_, share) in standing.told.iter() {
        let value = share.value().unwrap_or(0.0);
        out.push_str(&format!(
            "<td class=\"cell\" style=\"--share:{value:.2}\">{:.0}<span class=\"unit\">%</span></td>",
            value * 100.0
        ));
    }
    out.push_str("</tr>\n");
}
