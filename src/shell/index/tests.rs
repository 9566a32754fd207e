//! What the index promises: whoever goes by it sees what is there, whatever happens beside it.

use std::fs;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::session::{self, Entry, Exclusion, Session, When, arbitrary, example};
use crate::shell::{Disk, Files as _, MemoryDisk};

const SESSIONS: &str = "/home/sessions";

/// Every home is large, and logs are ripe as soon as they are written.
const SMALL: Limits = Limits { worth: 1, ripe: 0 };

/// A session of its own with this number.
fn practice(number: usize) -> Session {
    let mut session = example();
    session.header.id = format!("2026-11-{:02}-090000-amazon-{number:04x}", number % 28 + 1);
    session
}

fn memory() -> (MemoryDisk, Store) {
    let disk = MemoryDisk::new();
    disk.make_folder(Path::new(SESSIONS)).unwrap();
    (disk.clone(), Store::new(Arc::new(disk), SESSIONS))
}

/// A folder on the real disk with three sessions.
fn real() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(Disk), folder.path());
    (1..=3).for_each(|number| store.keep(&practice(number)).unwrap());
    (folder, store)
}

fn make(store: &Store, limits: Limits) {
    let before = store.by_index("").unwrap();
    store.recent(&before);
    store.index_within(limits, &before, "", 123_456_789);
}

/// Whoever goes by the index sees what whoever does not go by it sees; says whether it fits.
fn same(store: &Store) -> bool {
    let fits = store.by_index("").unwrap().noted.folder.is_some();
    for first in ["", "2026-11-04", "2027-01-01"] {
        let (by_index, by_folder) =
            (store.by_index(first).unwrap(), store.listing().unwrap().glance(first));
        let others = |glance: &Glance| {
            let mut others = glance.others.clone();
            others.retain(|name| name != FOLDER);
            others.sort();
            others
        };
        assert_eq!(by_index.count, by_folder.count);
        assert_eq!(by_index.recent, by_folder.recent);
        assert_eq!(others(&by_index), others(&by_folder));
        assert_eq!(store.recent(&by_index), store.digests(&by_folder.recent));
        assert_eq!(by_index.noted.folder.is_some(), fits);
    }
    fits
}

#[test]
fn what_is_made_at_the_end_is_gone_by_at_the_start_and_no_log_is_read() {
    let (disk, store) = memory();
    (1..=5).for_each(|number| store.keep(&practice(number)).unwrap());
    make(&store, LIMITS);
    assert!(!disk.is_folder(&store.index_folder()), "a small home has none");
    make(&store, Limits { worth: 5, ripe: 4_000_000_000 });
    assert!(same(&store));
    let glance = store.glance("").unwrap();
    assert_eq!(glance.noted.digests.len(), 4, "the last was changed three seconds before");
    make(&store, SMALL);
    assert!(same(&store));
    let before = disk.steps();
    let glance = store.glance("").unwrap();
    assert_eq!(store.recent(&glance).len(), 5);
    assert_eq!(disk.steps() - before, 2 + 5, "a look at the times of the folder and each log");
    assert!(!glance.fell_short.get());
    let before = disk.steps();
    store.index_within(SMALL, &glance, "", 1);
    assert_eq!(disk.steps() - before, 1, "one that fits is left alone");
    // One of the days since the fourth is of no use to whoever asks for all.
    disk.remove_folder(&store.index_folder()).unwrap();
    let before = store.glance("2026-11-04").unwrap();
    store.index_within(SMALL, &before, "2026-11-04", 1);
    assert_eq!(store.glance("2026-11-05").unwrap().recent.len(), 2);
    let all = store.glance("2026-11-03").unwrap();
    assert!(all.noted.folder.is_none() && all.recent.len() == 4 && all.count == 5);
}

#[test]
fn forgetting_removes_the_index_and_a_folder_that_was_wiped_is_swept_of_it() {
    let (disk, store) = memory();
    (1..=5).for_each(|number| store.keep(&practice(number)).unwrap());
    make(&store, SMALL);
    assert!(disk.is_folder(&store.index_folder()));
    let gone = practice(2).header.id;
    store.forget(&gone, Path::new("/home/sessions/.history"), |_| false).unwrap();
    assert!(!disk.is_folder(&store.index_folder()) && !same(&store));
    make(&store, SMALL);
    for id in store.ids().unwrap() {
        disk.remove(&store.log_path(&id)).unwrap();
    }
    assert!(disk.is_folder(&store.index_folder()));
    assert_eq!(store.glance("").unwrap().count(), 0);
    assert!(!disk.is_folder(&store.index_folder()));
}

#[test]
fn whatever_fails_while_it_is_made_or_read_what_is_seen_is_the_same() {
    let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied];
    let run = |step: Option<usize>, for_good: bool| {
        let (disk, store) = memory();
        (1..=3).for_each(|number| store.keep(&practice(number)).unwrap());
        let glance = store.listing().unwrap().glance("");
        let begun = disk.steps();
        if let Some(step) = step {
            disk.fail(step, kinds[step % 2], for_good);
        }
        store.index_within(SMALL, &glance, "", 7);
        let made = disk.steps() - begun;
        disk.mend();
        assert!(same(&store) || step.is_some());
        let begun = disk.steps();
        if let Some(step) = step {
            disk.fail(step, kinds[step % 2], false);
        }
        // The folder itself may be what cannot be read: that is said, and not by the index.
        let seen = store.by_index("").ok().map(|glance| (glance.count, glance.recent.len()));
        assert!(seen.is_none_or(|seen| seen == (3, 3)), "{step:?}");
        made.max(disk.steps() - begun)
    };
    let steps = run(None, false);
    assert!(steps > 12, "{steps}");
    for step in 0..steps {
        run(Some(step), false);
        run(Some(step), true);
    }
}

#[test]
#[cfg(unix)]
fn a_change_is_seen_also_within_the_tick_in_which_the_index_was_made() {
    let (folder, store) = real();
    let path = |name: &str| folder.path().join(name);
    let mut fitted = 0;
    for round in 0..300 {
        make(&store, SMALL);
        fitted += usize::from(store.by_index("").unwrap().noted.folder.is_some());
        match round % 4 {
            0 => fs::write(path("2026-11-01-000000-meta-0001.toml"), "x").unwrap(),
            1 => fs::rename(path("2026-11-01-000000-meta-0001.toml"), path("meta.draft")).unwrap(),
            2 => fs::remove_file(path("meta.draft")).unwrap(),
            _ => fs::write(path(&format!("{round}.draft")), "x").unwrap(),
        }
        assert!(!same(&store), "round {round}");
    }
    // Not every file system of a machine that tests are run on has times fine enough.
    assert!(fitted == 0 || fitted == 300, "{fitted}");
}

#[test]
#[cfg(unix)]
fn a_log_that_was_edited_to_the_same_size_and_time_is_read_anew() {
    let (_folder, store) = real();
    make(&store, SMALL);
    if !same(&store) {
        return;
    }
    let path = store.log_path(&practice(1).header.id);
    let before = Disk.stamp(&path).unwrap();
    let log = fs::read_to_string(&path).unwrap();
    let edited = log.replacen("band = [1", "band = [2", 1);
    let id = [practice(1).header.id];
    let of_before = store.digests(&id);
    // By now a tick may or may not be over.
    while Disk.stamp(&path).unwrap().changed == before.changed {
        fs::write(&path, &edited).unwrap();
        Disk.set_modified(&path, before.modified).unwrap();
    }
    let now = Disk.stamp(&path).unwrap();
    assert_eq!((now.size, now.modified), (before.size, before.modified));
    assert_ne!(store.digests(&id), of_before, "what was edited is in the digest");
    assert!(same(&store), "the names are the same, and so the index fits");
}

#[test]
#[cfg(unix)]
fn a_folder_that_is_put_back_to_an_old_time_by_hand_is_looked_at() {
    let (folder, store) = real();
    make(&store, SMALL);
    if !same(&store) {
        return;
    }
    let then = Disk.stamp(folder.path()).unwrap();
    while Disk.stamp(folder.path()).unwrap().changed == then.changed {
        fs::write(folder.path().join("x.toml"), "x").unwrap();
        Disk.set_modified(folder.path(), then.modified).unwrap();
    }
    assert_eq!(Disk.stamp(folder.path()).unwrap().modified, then.modified);
    assert!(!same(&store));
}

#[test]
#[cfg(unix)]
fn the_index_is_the_owners_alone_and_a_link_is_not_followed() {
    let (folder, store) = real();
    make(&store, SMALL);
    let index = store.index_folder();
    if !index.exists() {
        return;
    }
    assert!(!Disk.is_shared(&index) && !Disk.is_shared(&index.join(FILE)));
    assert_eq!(fs::read_dir(&index).unwrap().count(), 1, "nothing half written is left");
    let outside = tempfile::tempdir().unwrap();
    let kept = outside.path().join("kept");
    fs::rename(&index, &kept).unwrap();
    std::os::unix::fs::symlink(&kept, &index).unwrap();
    assert!(store.indexed().is_none());
    make(&store, SMALL);
    assert!(
        !index.is_symlink() && kept.join(FILE).exists(),
        "the link goes, and nothing behind it"
    );
    // Somebody else's file of that name stays, and is in nobody's way.
    fs::remove_dir_all(&index).unwrap();
    fs::write(&index, "mine").unwrap();
    make(&store, SMALL);
    store.glance("").unwrap();
    store.forget(&practice(1).header.id, &folder.path().join(".history"), |_| false).unwrap();
    assert_eq!(fs::read_to_string(&index).unwrap(), "mine");
}

fn a_glance(ids: Vec<String>, others: Vec<Vec<u8>>, count: usize) -> Option<Glance> {
    let mut bytes = Vec::new();
    for name in others {
        bytes.extend(name.into_iter().filter(|&byte| byte != 0));
        bytes.push(0);
    }
    Some(Glance { count, recent: ids, others: names_of(&bytes)?, ..Glance::default() })
}

fn a_stamp() -> impl Strategy<Value = Stamp> {
    (any::<u64>(), any::<i64>(), any::<i64>(), any::<u64>())
        .prop_map(|(size, modified, changed, number)| Stamp { size, modified, changed, number })
}

proptest! {
    #[test]
    #[cfg(unix)]
    fn any_names_come_back_and_of_a_torn_or_flipped_index_nothing_does(
        ids in vec("[a-z0-9][a-z0-9_-]{0,40}", 0..20),
        others in vec(vec(any::<u8>(), 1..30), 0..10),
        count in any::<usize>(),
        first in "([0-9]{4}-[0-9]{2}-[0-9]{2})?",
        folder in a_stamp(),
        log in a_stamp(),
        session in arbitrary::session(),
        at in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let mut glance = a_glance(ids, others, count).unwrap();
        let digest = Digest::of(&session);
        let lines = glance.recent.iter().map(|id| (id.as_str(), None));
        prop_assume!(note(&digest).is_some());
        let noted = (digest.id.as_str(), Some((log, note(&digest).unwrap())));
        let lines: Vec<_> = lines.chain([noted]).collect();
        let bytes = super::encode(folder, &first, &glance, &lines).unwrap();
        let Index { first: since, glance: read } = decode(&bytes).unwrap();
        glance.recent.push(digest.id.clone());
        prop_assert_eq!((since, read.count), (first, count));
        prop_assert_eq!((&read.recent, &read.others), (&glance.recent, &glance.others));
        prop_assert_eq!(read.noted.folder, Some(folder));
        prop_assert_eq!(read.noted.digest(&digest.id, || Some(log)), Some(digest.clone()));
        prop_assert_eq!(read.noted.digest(&digest.id, || None), None);
        prop_assert_eq!(read.noted.digest("another", || Some(log)), None);
        let torn = at.index(bytes.len());
        prop_assert!(decode(&bytes[..torn]).is_none());
        let mut flipped = bytes;
        flipped[torn] ^= 1_u8 << bit;
        prop_assert!(decode(&flipped).is_none());
    }

    #[test]
    fn any_bytes_are_an_index_or_none(bytes in vec(any::<u8>(), 0..200), text in "[0-9a-f .\n{}\\[\\]\"-]{0,200}") {
        prop_assert!(decode(&bytes).is_none());
        // Bytes whose sum is right: whoever wrote them can say what they like, and nothing breaks of it.
        for body in [bytes.as_slice(), text.as_bytes()] {
            let sum = format!("{:016x} {}\n", checksum(body), body.len());
            let whole = [HEAD.as_bytes(), sum.as_bytes(), body].concat();
            if let Some(index) = decode(&whole) {
                prop_assert!(index.glance.recent.iter().all(|id| is_id(id)));
            }
        }
    }
}

proptest! {
    // Each act looks at a whole folder four times.
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_is_done_to_the_folder_by_us_or_by_hand_the_index_shows_what_is_there(
        acts in vec((0..9_u8, 0..6_usize), 0..25),
    ) {
        let (disk, store) = memory();
        (0..3).for_each(|number| disk.put(store.log_path(&practice(number).header.id), session::encode(&practice(number))));
        for (act, number) in acts {
            let session = practice(number);
            let (id, path) = (&session.header.id, store.log_path(&session.header.id));
            let renamed = store.log_path(&format!("{id}-b"));
            // What cannot be done since it is not there is left.
            match act {
                0 => drop(store.keep(&session)),
                1 => {
                    let history = Path::new("/home/sessions/.history");
                    let gone = store.forget(id, history, |_| false).is_ok();
                    let index = disk.text(store.index_folder().join(FILE)).unwrap_or_default();
                    prop_assert!(!gone || !index.contains(id.as_str()));
                }
                2 => {
                    let at = When::parse("2026-11-27T09:00:00+00:00").unwrap();
                    drop(store.append_to(id, &Entry::Exclusion(Exclusion { at, excluded: number % 2 == 0 })));
                }
                3 => if let Some(text) = disk.text(&path) {
                    disk.put(renamed, text);
                    disk.remove(&path).unwrap();
                },
                4 => disk.remove(&path).unwrap(),
                5 => disk.put(store.draft_path(id), "x"),
                6 => disk.stop_clock(number < 3),
                7 => disk.put(&path, session::encode(&session).replace("senior", "junior")),
                _ => {
                    make(&store, Limits { worth: 2, ..LIMITS });
                    prop_assert!(same(&store) || store.ids().unwrap().len() < 2);
                }
            }
            same(&store);
            // What a prompt removes of an index is one that does not fit.
            if number == 0 {
                store.glance("").unwrap();
                same(&store);
            }
        }
    }
}
