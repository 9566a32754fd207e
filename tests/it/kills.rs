//! Kills at any moment: the built program in a terminal, typed at by a script, and ended by SIGKILL, by
//! SIGTERM or SIGHUP, or by its window being closed, at moments that a seed decides.
//!
//! What must hold then: a piece that was handed in is in the log before anything else is shown; of what
//! was being typed, all that was on the screen a second before is on the disk; and the next start offers
//! it and goes on with it. `MOCKLOOP_KILLS=500 cargo test --test it kills -- --nocapture` makes more of
//! them and says what they met; `MOCKLOOP_KILL_SEED` begins elsewhere.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use crate::pty::{BACKSPACE, CTRL_D, ENTER, Terminal, ended_by, exited};
use crate::world::World;

/// What a kill may cost of what was on the screen. The disk's own time comes on top: on a machine
/// whose disk takes a second for one sync nobody can promise less.
const MAY_COST: Duration = Duration::from_secs(1);

/// What is typed, over and over, a few words at a time, each few with a number of their own.
const STORY: &str = "In May I shipped a billing migration on a Friday and we charged 2,300 customers twice. \
    I had assumed the staging data was current and never checked its date. That night I reversed every charge \
    and wrote to each customer myself.";

/// How the program is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Kill,
    Notice(Signal),
}

/// A piece that is typed: an answer or a reply.
#[derive(Default)]
struct Piece {
    /// Its words, a few at a time, with when each few were on the screen.
    words: Vec<(String, Instant)>,
    /// Whether the program has shown what comes after it.
    answered: bool,
}

/// What one end met, to be added up.
#[derive(Debug, Default, Clone, Copy)]
struct Met {
    ends: u32,
    /// The program was over before.
    too_late: u32,
    before_typing: u32,
    in_a_piece: u32,
    handing_in: u32,
    pieces_in_the_log: u32,
    words_on_disk: u32,
    gone_on: u32,
    beside: u32,
}

impl Met {
    fn add(&mut self, other: Met) {
        self.ends += other.ends;
        self.too_late += other.too_late;
        self.before_typing += other.before_typing;
        self.in_a_piece += other.in_a_piece;
        self.handing_in += other.handing_in;
        self.pieces_in_the_log += other.pieces_in_the_log;
        self.words_on_disk += other.words_on_disk;
        self.gone_on += other.gone_on;
        self.beside += other.beside;
    }
}

/// Somebody who types until the moment comes.
struct Typist<'a> {
    terminal: &'a mut Terminal,
    chance: ChaCha8Rng,
    at: Instant,
    /// When set, the moment is so soon after this many pieces were handed in.
    after: Option<(usize, Duration)>,
    pieces: Vec<Piece>,
    handing_in: bool,
}

/// The moment has come.
struct Over;

impl Typist<'_> {
    fn over(&self) -> Result<(), Over> {
        if Instant::now() < self.at { Ok(()) } else { Err(Over) }
    }

    fn pause(&self, span: Duration) -> Result<(), Over> {
        let until = Instant::now() + span;
        while Instant::now() < until {
            self.over()?;
            std::thread::sleep(Duration::from_millis(1));
        }
        self.over()
    }

    fn see(&self, text: &str) -> Result<(), Over> {
        // Never more than a minute: the moment comes before.
        while !self.terminal.screen().contains(text) {
            self.over()?;
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// The next follow-up; or the debrief, after which there is nothing more to type.
    fn see_what_follows(&self) -> Result<(), Over> {
        loop {
            let screen = self.terminal.screen();
            if screen.contains("Kept in") {
                return Err(Over);
            }
            if screen.contains("Enter alone") {
                return Ok(());
            }
            self.over()?;
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn type_on(&mut self) -> Result<(), Over> {
        self.see("take your time")?;
        for number in 0..4 {
            self.pieces.push(Piece::default());
            let length = self.chance.random_range(3..30);
            let story: Vec<&str> = STORY.split_whitespace().collect();
            for (place, words) in story.chunks(4).cycle().take(length).enumerate() {
                let mark = format!("{number}.{place}");
                let words = format!("{} {mark}", words.join(" "));
                let gap = if self.chance.random_ratio(1, 12) { 250 } else { 25 };
                let gap = self.chance.random_range(0..gap);
                self.pause(Duration::from_millis(gap))?;
                if self.chance.random_ratio(1, 8) {
                    self.terminal.press("zz").press(&BACKSPACE.repeat(2));
                }
                match self.chance.random_range(0..12) {
                    0 => self.terminal.paste(&format!("{words}\n")),
                    1 => self.terminal.press(&words).press(ENTER),
                    _ => self.terminal.press(&words).press(" "),
                };
                self.see(&mark)?;
                let now = Instant::now();
                self.pieces[number].words.push((words, now));
            }
            self.handing_in = true;
            self.terminal.press("x").press(BACKSPACE).press(CTRL_D);
            if let Some((_, soon)) = self.after.filter(|(pieces, _)| *pieces == number) {
                self.at = Instant::now() + soon;
            }
            self.see_what_follows()?;
            self.handing_in = false;
            self.pieces[number].answered = true;
        }
        Ok(())
    }
}

/// The longest that this disk takes for what the pen does, just now.
fn disk_takes(world: &World) -> Duration {
    let (old, new) = (world.root().join("probe-1"), world.root().join("probe-2"));
    let before = Instant::now();
    fs::write(&old, STORY).unwrap();
    fs::File::open(&old).unwrap().sync_all().unwrap();
    fs::rename(&old, &new).unwrap();
    fs::File::open(world.root()).unwrap().sync_all().unwrap();
    before.elapsed()
}

/// Types and ends, looks at the disk, starts again and goes on.
fn end_once(seed: u64, end: End) -> Met {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let world = World::new();
    let command = world.command(&["ask", "amazon", "--seed", "7", "--level", "senior"]);
    let (columns, rows) = (chance.random_range(60..120), chance.random_range(18..40));
    let started = Instant::now();
    let mut terminal = Terminal::start(command, columns, rows);
    let (at, after) = match chance.random_range(0..4) {
        // Within the moments after a piece was handed in, where log and draft change hands.
        0 | 1 => {
            let soon = Duration::from_micros(chance.random_range(0..40_000));
            (Duration::from_secs(20), Some((chance.random_range(0..2), soon)))
        }
        _ => (Duration::from_millis(chance.random_range(0..3_000)), None),
    };
    let mut typist = Typist {
        terminal: &mut terminal,
        chance,
        at: started + at,
        after,
        pieces: Vec::new(),
        handing_in: false,
    };
    let _: Result<(), Over> = typist.type_on();
    let (mut pieces, handing_in) = (std::mem::take(&mut typist.pieces), typist.handing_in);
    let signal = match end {
        End::Kill => Signal::SIGKILL,
        End::Notice(signal) => signal,
    };
    let ended_at = Instant::now();
    terminal.signal(signal);
    let status = terminal.end();
    terminal.drain();
    // What it has shown before it died counts as shown.
    let all = terminal.all();
    let to_the_end = all.contains("Kept in");
    let died = ended_by(status, signal);
    assert!(died || to_the_end && exited(status) == Some(0), "{status:?}");
    let followed = all.matches("follow-up ").count();
    for (number, piece) in pieces.iter_mut().enumerate() {
        piece.answered |= to_the_end || number < followed;
    }
    let allowed = match end {
        End::Kill => MAY_COST + disk_takes(&world) * 2,
        End::Notice(_) => Duration::ZERO,
    };
    let mut met = looked_at(&world, &pieces, |seen| {
        end != End::Kill || ended_at.saturating_duration_since(seen) > allowed
    });
    met.ends = 1;
    met.too_late = u32::from(!died);
    met.before_typing = u32::from(pieces.first().is_none_or(|piece| piece.words.is_empty()));
    met.handing_in = u32::from(handing_in);
    met.in_a_piece = u32::from(met.before_typing == 0 && !handing_in);
    go_on(&world, &mut met);
    met
}

/// Looks whether all that has to be on the disk is: pieces that were answered whole and in the log, and
/// of the others every word that had to be.
fn looked_at(world: &World, pieces: &[Piece], had_to_be: impl Fn(Instant) -> bool) -> Met {
    let mut met = Met::default();
    let logs = world.logs();
    let logged: Vec<String> =
        logs.iter().flat_map(|log| log.turns().map(|turn| turn.words.clone())).collect();
    let drafts = world.drafts();
    let drafted: Vec<String> =
        drafts.iter().flat_map(|log| log.turns().map(|turn| turn.words.clone())).collect();
    for (number, piece) in pieces.iter().enumerate() {
        let count = |few: &[(String, Instant)]| {
            few.iter().map(|(words, _)| words.split_whitespace().count()).sum::<usize>()
        };
        let typed: Vec<&str> =
            piece.words.iter().flat_map(|(words, _)| words.split_whitespace()).collect();
        if piece.answered {
            let words: Vec<&str> =
                logged.get(number).expect("handed in").split_whitespace().collect();
            assert_eq!(words, typed, "piece {number} was handed in");
            met.pieces_in_the_log += 1;
            continue;
        }
        let must = count(&piece.words[..piece.words.partition_point(|(_, seen)| had_to_be(*seen))]);
        // Those that are in the log already are the ones before.
        let there = logged.iter().chain(&drafted).nth(number).cloned().unwrap_or_default();
        let words: Vec<&str> = there.split_whitespace().collect();
        // What was typed last may stand there before it was seen, or as it was before a correction.
        let same = words.iter().zip(&typed).take_while(|(a, b)| a == b).count();
        assert!(
            same >= must && (same == typed.len() || same + 1 >= words.len()),
            "piece {number}: {must} words had to be there of {typed:?}, there is {there:?}"
        );
        met.words_on_disk += same as u32;
    }
    if let Ok(entries) = fs::read_dir(world.home().join("sessions")) {
        for entry in entries {
            let path = entry.unwrap().path();
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
            met.beside += u32::from(path.to_string_lossy().contains(".beside"));
        }
    }
    met
}

/// Starts again: what was left is offered, gone on with, handed in, and then in the log; what was
/// handed in before is not offered again.
fn go_on(world: &World, met: &mut Met) {
    let left = world.drafts().iter().find_map(|log| log.turns().next().cloned());
    let is_there = |text: &str| {
        world.logs().iter().any(|log| log.turns().any(|turn| turn.words.trim() == text))
    };
    let left = left.map(|turn| turn.words).filter(|words| !words.trim().is_empty());
    let handed_in = left.as_deref().is_some_and(|words| is_there(words.trim()));
    let mut terminal = Terminal::start(world.command(&[]), 100, 40);
    terminal.wait("the prompt or an offer", |screen| {
        screen.contains("mockloop>") || screen.contains("[g/k/d]")
    });
    let offered = terminal.screen().contains("[g/k/d]");
    let Some(words) = left.filter(|_| !handed_in) else {
        assert!(!offered, "nothing was left:\n{}", terminal.screen());
        assert_eq!(beside(world), 0, "what was being written is swept away");
        terminal.press("quit").press(ENTER);
        assert_eq!(exited(terminal.end()), Some(0));
        return;
    };
    assert!(offered, "{words:?} was left:\n{}", terminal.screen());
    assert_eq!(beside(world), 0, "what was being written is swept away");
    terminal.press("g").press(ENTER).see("Going on where you were");
    let last = words.split_whitespace().last().unwrap_or_default();
    let last = &last[..last.len().min(20)];
    terminal.see(last).press(" and-on").see("and-on").press(CTRL_D);
    world.wait_until("the rest is in the log", || is_there(&format!("{words} and-on")));
    terminal.signal(Signal::SIGKILL);
    terminal.end();
    met.gone_on += 1;
}

fn beside(world: &World) -> usize {
    let entries = fs::read_dir(world.home().join("sessions")).into_iter().flatten();
    entries.filter(|e| e.as_ref().unwrap().path().to_string_lossy().contains(".beside")).count()
}

/// How many ends, and from which seed on.
fn wanted(usual: u64) -> (u64, u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let times = number("MOCKLOOP_KILLS").map_or(usual, |kills: u64| kills * usual / KILLS);
    (times.max(1), number("MOCKLOOP_KILL_SEED").unwrap_or(1))
}

/// How many kills there are when nobody says.
const KILLS: u64 = 40;

/// Ends so many programs, a few at a time: most of the time each waits for the next key.
fn end_many(what: &str, usual: u64, once: impl Fn(u64) -> Met + Sync) -> Met {
    let (times, first) = wanted(usual);
    let next = AtomicU64::new(first);
    let sum = Mutex::new(Met::default());
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + times {
                        return;
                    }
                    let met = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| once(seed)));
                    let met = met.unwrap_or_else(|_| panic!("{what} with seed {seed}, see above"));
                    sum.lock().unwrap().add(met);
                }
            });
        }
    });
    let met = *sum.lock().unwrap();
    assert_eq!(u64::from(met.ends), times);
    #[expect(clippy::print_stderr, reason = "the figures are what a longer run is for")]
    if std::env::var_os("MOCKLOOP_KILLS").is_some() {
        eprintln!("{what}: {met:?}");
    }
    met
}

#[test]
fn sigkill_costs_at_most_the_last_second_of_typing() {
    let met = end_many("SIGKILL", KILLS, |seed| end_once(seed, End::Kill));
    assert!(met.pieces_in_the_log > 0 && met.words_on_disk > 0 && met.gone_on > 0, "{met:?}");
}

#[test]
fn a_signal_that_gives_notice_costs_nothing() {
    let met = end_many("SIGTERM and SIGHUP", 8, |seed| {
        let signal = if seed % 2 == 0 { Signal::SIGTERM } else { Signal::SIGHUP };
        end_once(seed + 10_000, End::Notice(signal))
    });
    assert!(met.words_on_disk > 0 && met.gone_on > 0, "{met:?}");
}

/// What tells a run of this binary that it is a terminal, to be closed by whoever started it.
const IS_A_TERMINAL: &str = "MOCKLOOP_TEST_TERMINAL";

/// Not a test: the terminal that `a_window_that_is_closed_costs_nothing` closes. It types, says each
/// word that it sees on the screen, and waits for its end.
#[test]
fn the_terminal_that_is_closed() {
    let Ok(home) = std::env::var(IS_A_TERMINAL) else { return };
    let world = World::at(home.into());
    let usual = world.command(&["ask", "amazon", "--seed", "7"]);
    // The shell writes down which process the program is.
    let mut command = world.surroundings("/bin/sh");
    command.args(["-c", "echo $$ >pid; exec \"$0\" \"$@\""]).arg(usual.get_program());
    command.args(usual.get_args());
    let mut terminal = Terminal::start(command, 100, 30);
    terminal.see("take your time");
    for place in 0..200 {
        let word = format!("word{place}.");
        terminal.press(&word).press(" ").see(&word);
        say(&word);
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[expect(clippy::print_stdout, reason = "whoever closes the terminal reads what it has seen")]
fn say(word: &str) {
    println!("saw {word}");
}

#[test]
fn a_window_that_is_closed_costs_nothing() {
    let met = end_many("closed windows", 4, |seed| {
        let world = World::new();
        let mut terminal = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kills::the_terminal_that_is_closed", "--nocapture"])
            .env(IS_A_TERMINAL, world.root())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let wanted = ChaCha8Rng::seed_from_u64(seed).next_u64() % 60 + 1;
        let seen: Vec<String> = BufReader::new(terminal.stdout.take().unwrap())
            .lines()
            .filter_map(|line| Some(line.unwrap().split_once("saw ")?.1.to_owned()))
            .take(usize::try_from(wanted).unwrap())
            .collect();
        terminal.kill().unwrap();
        terminal.wait().unwrap();
        let pid = fs::read_to_string(world.root().join("pid")).unwrap();
        let pid = Pid::from_raw(pid.trim().parse().unwrap());
        world.wait_until("the program has ended too", || kill(pid, None).is_err());
        let words = seen.into_iter().map(|word| (word, Instant::now())).collect();
        let piece = Piece { words, answered: false };
        let draft = world.drafts();
        let words = &draft[0].turns().next().unwrap().words;
        assert!(words.split_whitespace().count() >= piece.words.len(), "{words:?}");
        let mut met = Met { ends: 1, words_on_disk: piece.words.len() as u32, ..Met::default() };
        for ((word, _), there) in piece.words.iter().zip(words.split(' ')) {
            assert_eq!(word, there);
        }
        go_on(&world, &mut met);
        met
    });
    assert_eq!(met.gone_on, met.ends, "{met:?}");
}
