//! Fills a home with years of made-up practice: `cargo run --release --example fill_home -- DIR 10000`;
//! with one more number each answer stands in its log so many times over, for texts that are long.

#[path = "../tests/generated/mod.rs"]
mod generated;

use std::sync::Arc;

use mockloop::session::{Entry, When};
use mockloop::shell::{Disk, Files as _, Store};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(home), Some(count)) = (args.next(), args.next()) else {
        return Err("usage: fill_home DIR COUNT [TIMES]".into());
    };
    let times = args.next().map_or(Ok(1), |times| times.parse::<usize>())?;
    let folder = std::path::Path::new(&home).join("sessions");
    Disk.make_folder(&folder)?;
    Disk.make_folder(&std::path::Path::new(&home).join("questions"))?;
    let store = Store::new(Arc::new(Disk), folder);
    let until = When::parse("2026-11-27T08:00:00+01:00").ok_or("a moment")?;
    for mut session in generated::sessions(count.parse()?, 7, until.moment()) {
        for entry in &mut session.entries {
            if let Entry::Turn(turn) = entry {
                turn.words = vec![turn.words.as_str(); times].join("\n\n");
            }
        }
        store.keep(&session)?;
    }
    Ok(())
}
