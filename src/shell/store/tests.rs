//! What the store promises: what was kept stays, whatever fails, and nothing else is touched.

use super::*;
use crate::session::{Kind, example};
use crate::shell::{Disk, MemoryDisk};

const FOLDER: &str = "/home/sessions";

fn memory() -> (MemoryDisk, Store) {
    let disk = MemoryDisk::new();
    disk.make_folder(Path::new(FOLDER)).unwrap();
    (disk.clone(), Store::new(Arc::new(disk), FOLDER))
}

fn header() -> Header {
    Header { id: "amazon".into(), ..example().header }
}

fn entries(read: Decoded) -> Vec<Entry> {
    read.session.map(|s| s.entries).unwrap_or_default()
}

#[test]
fn a_session_is_kept_entry_by_entry_and_reads_back() {
    let (_, store) = memory();
    let mut log = store.begin(header(), || 0x7f3a);
    assert_eq!(store.ids().unwrap(), [] as [String; 0], "nothing is there before the first entry");
    let session = example();
    for entry in &session.entries {
        store.append(&mut log, entry).unwrap();
    }
    assert_eq!(store.ids().unwrap(), std::slice::from_ref(&session.header.id));
    let read = store.read(&session.header.id).unwrap();
    assert_eq!(read.problems, []);
    assert_eq!(read.session, Some(session));
}

#[test]
fn two_sessions_in_one_second_are_two_files_even_with_the_same_digits() {
    let (_, store) = memory();
    let entry = &example().entries[0];
    let mut digits = [1, 1, 2].into_iter();
    let mut first = store.begin(header(), || digits.next().unwrap());
    store.append(&mut first, entry).unwrap();
    let mut second = store.begin(header(), || digits.next().unwrap());
    assert!(second.header.id.ends_with("-0002"));
    // Another terminal takes the id between the choice and the first entry.
    let mut third = second.clone();
    store.append(&mut second, entry).unwrap();
    store.append(&mut third, entry).unwrap();
    assert_ne!(second.header.id, third.header.id);
    assert_eq!(store.ids().unwrap().len(), 3);
    for id in store.ids().unwrap() {
        let session = store.read(&id).unwrap();
        assert_eq!(session.problems, [], "{id}");
        assert_eq!(session.session.unwrap().header.id, id);
    }
}

#[test]
fn a_draft_is_found_with_its_words_and_seconds_and_can_be_gone_on_with_or_dropped() {
    let (disk, store) = memory();
    let log = store.begin(header(), || 3);
    let Some(Entry::Turn(turn)) = example().entries.into_iter().next() else { panic!("a turn") };
    disk.replace(&store.draft_path(&log.header.id), &Store::draft(&log.header, &turn)).unwrap();
    let (drafts, problems) = store.drafts().unwrap();
    assert_eq!(problems, []);
    assert_eq!((&drafts[0].header, &drafts[0].turn), (&log.header, &turn));
    let mut log = store.resume(drafts[0].header.clone());
    store.append(&mut log, &Entry::Turn(turn)).unwrap();
    store.drop_draft(&log.header.id).unwrap();
    assert_eq!(store.drafts().unwrap().0, []);
    assert_eq!(store.ids().unwrap(), [log.header.id]);
}

#[test]
fn a_draft_of_what_was_handed_in_meanwhile_is_no_draft_any_more() {
    let (disk, store) = memory();
    let mut log = store.begin(header(), || 3);
    let Some(Entry::Turn(turn)) = example().entries.into_iter().next() else { panic!("a turn") };
    store.append(&mut log, &Entry::Turn(turn.clone())).unwrap();
    let path = store.draft_path(&log.header.id);
    let next = Turn { number: turn.number + 1, ..turn.clone() };
    let other = Turn { words: "Not what was handed in.".into(), ..turn.clone() };
    for (draft, stays) in [(turn, false), (next, true), (other, true)] {
        disk.put(&path, Store::draft(&log.header, &draft));
        let left = store.drafts().unwrap().0;
        assert_eq!((left.len() == 1, disk.text(&path).is_some()), (stays, stays), "{draft:?}");
    }
}

#[test]
fn whatever_fails_nothing_that_was_kept_is_lost_and_trying_again_works() {
    let session = example();
    let kinds = [
        io::ErrorKind::StorageFull,
        io::ErrorKind::PermissionDenied,
        io::ErrorKind::ReadOnlyFilesystem,
    ];
    let run = |fail: Option<(usize, io::ErrorKind)>, power: bool| {
        let (disk, store) = memory();
        let mut log = store.begin(header(), || 0x7f3a);
        let before = disk.steps();
        if let Some((step, kind)) = fail {
            disk.fail(step, kind, false);
        }
        let mut kept = Vec::new();
        for entry in &session.entries {
            // One failure, so the second try is told to work.
            let done = store.append(&mut log, entry).or_else(|error| {
                let said = error.to_string();
                assert!(said.contains(FOLDER) && said.contains("save PATH"), "{said}");
                if power {
                    return Err(error);
                }
                store.append(&mut log, entry)
            });
            match done {
                Ok(()) => kept.push(entry.clone()),
                Err(_) => break,
            }
        }
        let steps = disk.steps() - before;
        if power {
            disk.cut_power();
        }
        let read = store.read(&log.header.id).map(entries).unwrap_or_default();
        (steps, kept, read)
    };
    let (steps, ..) = run(None, false);
    assert!(steps > 8, "{steps}");
    for step in 0..steps {
        for kind in kinds {
            let (_, kept, read) = run(Some((step, kind)), false);
            assert_eq!(kept, session.entries, "step {step}");
            // A retry after a failed sync may leave the entry there twice; never less than once.
            assert!(kept.iter().all(|entry| read.contains(entry)), "step {step}");
            let (_, kept, read) = run(Some((step, kind)), true);
            assert!(read.starts_with(&kept), "step {step}: {} of {}", read.len(), kept.len());
        }
    }
}

#[test]
fn a_draft_survives_whatever_fails_in_its_old_or_its_new_version() {
    let (probe, store) = memory();
    let path = store.draft_path("x");
    probe.replace(&path, b"old").unwrap();
    let before = probe.steps();
    probe.replace(&path, b"new").unwrap();
    for step in 0..probe.steps() - before {
        let (disk, _) = memory();
        disk.replace(&path, b"old").unwrap();
        disk.fail(step, io::ErrorKind::StorageFull, true);
        let done = disk.replace(&path, b"new");
        let now = disk.text(&path);
        assert!(matches!(now.as_deref(), Some("old" | "new")), "step {step}: {now:?}");
        disk.cut_power();
        let then = disk.text(&path);
        assert!(matches!(then.as_deref(), Some("old" | "new")), "step {step}: {then:?}");
        assert!(done.is_err() || now.as_deref() == Some("new"));
    }
}

#[test]
fn sessions_are_listed_newest_first_without_opening_one() {
    let (disk, store) = memory();
    for name in [
        "2026-11-27-044512-amazon-7f3a.toml",
        "2026-11-27-044512-amazon-0001.toml",
        "2027-01-01-000000-meta-0000.toml",
        "notes.toml",
        "example.toml",
        ".hidden.toml",
        "not an id.toml",
        "2026-11-27-044512-amazon-7f3a.draft",
    ] {
        disk.put(format!("{FOLDER}/{name}"), "nonsense");
    }
    let before = disk.steps();
    assert_eq!(
        store.ids().unwrap(),
        [
            "2027-01-01-000000-meta-0000",
            "2026-11-27-044512-amazon-7f3a",
            "2026-11-27-044512-amazon-0001",
            "notes",
        ]
    );
    assert_eq!(disk.steps() - before, 1);
}

#[test]
fn an_id_cannot_leave_the_folder() {
    let (disk, store) = memory();
    disk.put("/home/secret.toml", "x = 1");
    for id in ["../secret", "/home/secret", "", "a/b", "..", "a\\b", "-x"] {
        assert!(store.read(id).is_err(), "{id}");
        assert!(store.forget(id, Path::new("/home/.history"), |_| false).is_err(), "{id}");
    }
    assert!(disk.text("/home/secret.toml").is_some());
}

#[test]
fn forgetting_removes_log_draft_and_lines_that_name_it_and_a_second_time_says_so() {
    let (disk, store) = memory();
    let mut log = store.begin(header(), || 9);
    store.append(&mut log, &example().entries[0]).unwrap();
    let id = &log.header.id;
    let history = Path::new("/home/sessions/.history");
    disk.put(store.draft_path(id), "x");
    let lines = format!("ask amazon\nreview {id}\nname the hire\nreview last\n");
    disk.put(history, lines);
    store.forget(id, history, |line| line.starts_with("name the hire")).unwrap();
    assert_eq!((disk.text(store.log_path(id)), disk.text(store.draft_path(id))), (None, None));
    assert_eq!(disk.text(history).unwrap(), "ask amazon\nreview last\n");
    let error = store.forget(id, history, |_| false).unwrap_err().to_string();
    assert!(error.starts_with("could not find /home/sessions/2026"), "{error}");
}

#[test]
fn forgetting_that_fails_at_any_step_says_so_and_works_when_tried_again() {
    let history = Path::new("/home/sessions/.history");
    for step in 0.. {
        let (disk, store) = memory();
        let mut log = store.begin(header(), || 9);
        store.append(&mut log, &example().entries[0]).unwrap();
        let id = &log.header.id;
        disk.put(store.draft_path(id), "x");
        disk.put(history, format!("review {id}\n"));
        disk.fail(step, io::ErrorKind::PermissionDenied, false);
        let done = store.forget(id, history, |_| false);
        disk.mend();
        if done.is_ok() {
            assert!(step > 3, "{step}");
            break;
        }
        // A failed sync comes after the log is gone.
        if store.read(id).is_ok() {
            store.forget(id, history, |_| false).unwrap();
        }
        assert_eq!((disk.text(store.log_path(id)), disk.text(store.draft_path(id))), (None, None));
        assert_eq!(disk.text(history).as_deref(), Some(""), "step {step}");
    }
}

#[test]
fn bytes_that_are_no_text_are_said_and_the_rest_is_kept() {
    let (disk, store) = memory();
    let mut log = store.begin(header(), || 9);
    store.append(&mut log, &example().entries[0]).unwrap();
    let path = store.log_path(&log.header.id);
    let mut bytes = disk.text(&path).unwrap().into_bytes();
    let at = bytes.windows(7).position(|w| w == b"slipped").unwrap();
    bytes[at] = 0xff;
    disk.put(&path, bytes);
    let read = store.read(&log.header.id).unwrap();
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].line, 21);
    let session = read.session.unwrap();
    assert!(
        session.turns().all(|t| matches!(t.kind, Kind::Question { .. }) && t.words.contains('�'))
    );
}

#[test]
fn on_a_real_disk_a_log_is_the_owners_alone_and_two_stores_append_side_by_side() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sessions");
    Disk.make_folder(&folder).unwrap();
    let store = Store::new(Arc::new(Disk), &folder);
    let other = store.clone();
    let mut log = store.begin(header(), || 1);
    let session = example();
    store.append(&mut log, &session.entries[0]).unwrap();
    let id = log.header.id.clone();
    std::thread::scope(|scope| {
        for store in [&store, &other] {
            scope.spawn(|| {
                for _ in 0..20 {
                    store.append_to(&id, &session.entries[2]).unwrap();
                }
            });
        }
    });
    let read = store.read(&id).unwrap();
    assert_eq!(read.problems, []);
    assert_eq!(entries(read).len(), 41);
    assert!(!Disk.is_shared(&store.log_path(&id)));
    let elsewhere = home.path().join("saved.toml");
    store.save_elsewhere(&session, &elsewhere).unwrap();
    let error = store.save_elsewhere(&session, &elsewhere).unwrap_err().to_string();
    assert!(error.contains("Nothing was overwritten"), "{error}");
}

#[test]
fn a_draft_whose_file_was_given_another_name_can_be_dropped() {
    let (disk, store) = memory();
    let example = example();
    let Some(Entry::Turn(turn)) = example.entries.first() else { panic!("the first is a turn") };
    let path = "/home/sessions/My draft.draft";
    disk.put(path, Store::draft(&example.header, turn));
    let (drafts, _) = store.drafts().unwrap();
    assert_eq!(drafts.len(), 1);
    store.drop_found(&drafts[0]).unwrap();
    assert_eq!((store.drafts().unwrap().0.len(), disk.text(path)), (0, None));
}
