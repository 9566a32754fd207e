//! What a bank may hold, what is told of one that does not, and that nothing makes the reader panic.

use super::*;
use crate::bank::{SHIPPED, template};
use crate::text::printable;
use proptest::prelude::*;

const HEAD: &str = "format = 1\ncompany = \"acme\"\nname = \"Acme\"\nlens = \"Ours.\"\n";

fn problems(text: &str) -> Vec<String> {
    read("acme.toml", text).problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_template_reads_without_a_problem() {
    let reading = read("acme-labs.toml", &template("acme-labs"));
    assert_eq!(reading.problems, []);
    let bank = reading.bank.unwrap();
    assert_eq!((bank.company.as_str(), bank.name.as_str()), ("acme-labs", "Acme Labs"));
    assert_eq!((bank.questions.len(), bank.probes.len()), (1, 1));
}

#[test]
fn the_shipped_banks_read_without_a_problem() {
    for (path, text) in SHIPPED {
        let reading = read(path, text);
        assert_eq!(reading.problems, [], "{path}");
        assert!(reading.bank.unwrap().questions.len() >= 6, "{path}");
    }
}

#[test]
fn one_bad_item_hides_no_good_one_and_each_says_its_line() {
    let text = format!(
        "{HEAD}colour = 1\n[[question]]\nid = \"acme-a\"\nwordz = \"What broke?\"\n\
         [[question]]\nid = \"acme-b\"\nwords = \"What broke?\"\nlevels = [\"senor\"]\n\
         [[question]]\nid = \"acme-c\"\nwords = \"What broke?\"\n\
         [[question]]\nid = \"acme-c\"\nwords = \"And then?\"\n\
         [[probe]]\npart = \"learnings\"\ngap = \"missing\"\nwordings = [\"a\"]\n\
         [[probe]]\npart = \"learning\"\ngap = \"intended\"\nwordings = [\"a\"]\n\
         [[probe]]\npart = \"learning\"\ngap = \"missing\"\nwordings = [\"{{quot}}?\", \"ok?\", \"\\u001b[2J\", \"\"]\n"
    );
    let reading = read("acme.toml", &text);
    insta::assert_snapshot!(
        reading.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        @r#"
acme.toml, line 5: unknown key `colour` in a bank. Known: format, company, name, lens, framework, weights, question, probe.
acme.toml, line 6: question `acme-a` has no `words`. See the unknown key.
acme.toml, line 8: unknown key `wordz` in question `acme-a`. Did you mean `words`?
acme.toml, line 12: unknown level `senor` in question `acme-b`. Did you mean `senior`?
acme.toml, line 17: the question id `acme-c` is taken by line 13. Give this question an id of its own.
acme.toml, line 20: unknown part `learnings` in this probe. Did you mean `learning`?
acme.toml, line 25: the part `learning` has no gap `intended`. It has: missing, unsure, push, platitude.
acme.toml, line 30: `{quot}?` is no slot. The slots are `{quote}` and `{failure}`.
acme.toml, line 30: a wording of the probe for `learning`, `missing` holds control or invisible characters. Delete the text and type it again.
acme.toml, line 30: a wording of the probe for `learning`, `missing` is empty. Write something, or take the line out.
"#
    );
    let bank = reading.bank.unwrap();
    assert_eq!(bank.questions.len(), 1);
    assert_eq!(bank.probes.len(), 1);
    assert_eq!(bank.probes[0].wordings, ["ok?"]);
}

#[test]
fn a_file_that_is_no_bank_says_why() {
    insta::assert_snapshot!(problems("").join("\n"), @r#"
acme.toml, line 1: the bank does not say its format. Put `format = 1` at the top.
acme.toml, line 1: the bank has no `company`. Add `company = "…"`.
"#);
    insta::assert_snapshot!(problems("format = 2\ncompany = \"acme\"").join("\n"), @r#"acme.toml, line 1: the bank has format 2; this mockloop reads format 1. A newer mockloop will read it."#);
    insta::assert_snapshot!(problems("format = \"one\"").join("\n"), @r#"acme.toml, line 1: the format must be a number that this mockloop knows. Write `format = 1`."#);
    insta::assert_snapshot!(problems(&HEAD.replace("acme", "../acme")).join("\n"), @r#"acme.toml, line 2: `../acme` cannot be a company's id. Use small letters, digits and hyphens, a letter first: `acme`."#);
    insta::assert_snapshot!(problems(&format!("{HEAD}x = \n[[question]]\nid = \"acme-a\"\nwords = \"What broke?\"\n")).join("\n"), @r#"
acme.toml, line 5: this is not TOML: string values must be quoted, expected literal string. Mend this line; the rest was read as far as it goes.
acme.toml, line 5: unknown key `x` in a bank. Known: format, company, name, lens, framework, weights, question, probe.
"#);
    let reading = read_bytes("acme.toml", b"format = 1\n\xff");
    assert_eq!(reading.problems[0].line, 2);
    assert_eq!(read("acme.toml", &" ".repeat(MAX_BANK_BYTES + 1)).bank, None);
}

#[test]
fn a_syntax_error_leaves_the_questions_around_it() {
    let text = format!(
        "{HEAD}[[question]]\nid = \"acme-a\"\nwords = \"What broke?\"\n[[question]]\n\
         id = acme\nwords = \"What else?\"\n[[question]]\nid = \"acme-c\"\nwords = \"Why?\"\n"
    );
    let bank = read("acme.toml", &text).bank.unwrap();
    let ids: Vec<_> = bank.questions.iter().map(|q| q.id.as_str()).collect();
    assert_eq!(ids, ["acme-a", "acme", "acme-c"]);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,300}") {
        read("x.toml", &text);
    }

    #[test]
    fn no_damage_to_a_good_bank_makes_it_panic(at in 0usize..6000, with in "\\PC{0,3}", cut in 0usize..40) {
        let text = SHIPPED[0].1;
        let start = (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap();
        let end = (start + cut..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(start);
        let damaged = format!("{}{with}{}", &text[..start], &text[end..]);
        let lines = damaged.lines().count().max(1);
        for problem in read("general.toml", &damaged).problems {
            prop_assert!(problem.line >= 1 && problem.line <= lines + 1);
            prop_assert!(!problem.what.is_empty() && !problem.fix.is_empty());
            let shown = problem.to_string();
            prop_assert_eq!(&printable(&shown), &shown);
        }
    }
}
