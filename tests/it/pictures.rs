//! The pictures of the README, made by the real program and compared with the committed ones.
//!
//! After a change of what the program shows, remake them and look at them:
//! `REMAKE_PICTURES=1 cargo test --test it pictures`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstyle::{AnsiColor, Color, RgbColor, Style};
use anstyle_svg::{Palette, Term};
use mockloop::command::{Exit, Surroundings, run_on};
use mockloop::screen::Canvas;
use mockloop::shell::{Act, MemoryDisk, Scripted};

use crate::pty::{CTRL_D, Terminal};
use crate::world::World;

/// The session of the README, a piece of what was typed in each.
fn typed() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readme/session.txt");
    let text = std::fs::read_to_string(path).unwrap();
    text.trim_end().split("\n\n").map(str::to_owned).collect()
}

/// Runs the program in process with this person, in colour and 80 columns; what they saw.
fn seen(args: &[&str], acts: Vec<Act>, disk: &MemoryDisk) -> String {
    seen_on(0, args, acts, disk)
}

/// The same on a later day.
fn seen_on(day: u64, args: &[&str], acts: Vec<Act>, disk: &MemoryDisk) -> String {
    let mut script = Scripted::new(acts);
    script.now = script.now + chrono::Days::new(day);
    script.files = Arc::new(disk.clone());
    script.canvas = Canvas { colour: true, ..Canvas::new(80) };
    let around = Surroundings { home: Some("/home".into()), ..Surroundings::default() };
    let words = std::iter::once("mockloop").chain(args.iter().copied());
    assert_eq!(run_on(words, &mut script, &around), Exit::Fine, "{}", script.warned);
    script.seen
}

#[test]
fn the_interview_in_a_terminal() {
    let world = World::new();
    let args = ["ask", "google", "--seed", "4", "--level", "senior"];
    let mut terminal = Terminal::start(world.command(&args), 80, 22);
    let typed = typed();
    terminal.see("take your time").paste(&typed[0]).see("82 words").press(CTRL_D);
    terminal.see("follow-up 1").see("Enter alone").paste(&typed[1]).see("25 words");
    same("interview", terminal.styled().trim_start_matches('\n'));
}

#[test]
fn the_debrief() {
    let acts = typed().iter().map(|text| Act::answer(text)).collect();
    let disk = MemoryDisk::new();
    let seen = seen(&["ask", "google", "--seed", "4", "--level", "senior"], acts, &disk);
    let from = seen.lines().position(|line| line.contains("Google · senior")).unwrap();
    let lines: Vec<&str> = seen.lines().skip(from).collect();
    let end = lines.iter().position(|line| line.contains("Kept in ")).unwrap();
    same("debrief", lines[..end].join("\n").trim_end());
}

#[test]
fn the_progress_of_three_weeks() {
    let (whole, thin) = (crate::world::WHOLE, crate::world::THIN);
    let disk = MemoryDisk::new();
    for (day, company, texts) in [
        (0, "amazon", vec![thin]),
        (3, "google", vec![thin]),
        (4, "amazon", vec![thin, "That night I stopped the job and reversed every charge myself."]),
        (9, "netflix", vec![thin, "I learned that a rehearsal on stale data rehearses nothing."]),
        (11, "amazon", vec![whole]),
        (16, "google", vec![thin]),
        (18, "netflix", vec![whole]),
        (19, "amazon", vec![whole]),
    ] {
        let mut acts: Vec<Act> = texts.into_iter().map(Act::answer).collect();
        acts.extend([Act::Drop, Act::Drop, Act::Drop]);
        seen_on(day, &["ask", company, "--seed", "7"], acts, &disk);
    }
    same("progress", seen_on(19, &["progress"], Vec::new(), &disk).trim());
}

/// Colours of a page: what is shown, the background, and the sixteen of the terminal.
struct Look {
    text: RgbColor,
    page: RgbColor,
    palette: [u32; 16],
}

const LIGHT: Look = Look {
    text: RgbColor(0x24, 0x29, 0x2f),
    page: RgbColor(0xf6, 0xf8, 0xfa),
    palette: [
        0x24292f, 0xb3261e, 0x116329, 0x7d4e00, 0x0550ae, 0x8250df, 0x1b6a75, 0x6e7781, 0x57606a,
        0xa40e26, 0x1a7f37, 0x633c01, 0x0969da, 0x8250df, 0x3192aa, 0x24292f,
    ],
};

const DARK: Look = Look {
    text: RgbColor(0xd6, 0xdd, 0xe4),
    page: RgbColor(0x16, 0x1b, 0x22),
    palette: [
        0x484f58, 0xff7b72, 0x56d364, 0xe3b341, 0x79c0ff, 0xd2a8ff, 0x76e3ea, 0xb1bac4, 0x6e7681,
        0xffa198, 0x7ee787, 0xf2cc60, 0xa5d6ff, 0xe2c5ff, 0xb3f0ff, 0xffffff,
    ],
};

fn drawn(styled: &str, look: &Look) -> String {
    let rgb = |c: u32| RgbColor((c >> 16) as u8, (c >> 8) as u8, c as u8);
    Term::new()
        .fg_color(Color::Rgb(look.text))
        .bg_color(Color::Rgb(look.page))
        .palette(Palette::from(look.palette.map(rgb)))
        .render_svg(styled)
}

/// The picture of a styled text: light, and dark where the reader's page is.
fn picture(styled: &str, about: &str) -> String {
    let (light, dark) = (drawn(styled, &LIGHT), drawn(styled, &DARK));
    let (head, rest) = light.split_once("  </style>").unwrap();
    let colours = dark.lines().filter(|line| line.contains("{ fill: "));
    let colours: String = colours.map(|line| format!("  {line}\n")).collect();
    let (open, style) = head.split_once(">\n").unwrap();
    let name = format!("{open} role=\"img\" aria-label=\"{about}\">\n{style}");
    let svg = format!(
        "{name}    @media (prefers-color-scheme: dark) {{\n{colours}    }}\n  </style>{rest}"
    );
    // Dim, but readable.
    let svg = svg.replace("opacity: 0.4", "opacity: 0.7");
    let svg: Vec<&str> = svg.lines().map(str::trim_end).collect();
    svg.join("\n") + "\n"
}

/// Compares a picture with the committed one, or makes that anew when asked to.
fn same(name: &str, styled: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "pictures"].iter().collect();
    let path = path.join(name).with_extension("svg");
    let made = picture(styled, &format!("The {name}, as a terminal shows it"));
    if std::env::var_os("REMAKE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "tests/pictures/{name}.svg is not what the program shows any more. If that is meant: \
         REMAKE_PICTURES=1 cargo test --test it pictures"
    );
}

/// The style of a place of the screen.
pub fn style(cell: &vt100::Cell) -> Style {
    let colour = match cell.fgcolor() {
        vt100::Color::Idx(index @ 0..16) => COLOURS.get(usize::from(index)).copied(),
        _ => None,
    };
    let style = Style::new().fg_color(colour.map(Color::Ansi));
    let style = if cell.bold() { style.bold() } else { style };
    if cell.dim() { style.dimmed() } else { style }
}

const COLOURS: [AnsiColor; 16] = [
    AnsiColor::Black,
    AnsiColor::Red,
    AnsiColor::Green,
    AnsiColor::Yellow,
    AnsiColor::Blue,
    AnsiColor::Magenta,
    AnsiColor::Cyan,
    AnsiColor::White,
    AnsiColor::BrightBlack,
    AnsiColor::BrightRed,
    AnsiColor::BrightGreen,
    AnsiColor::BrightYellow,
    AnsiColor::BrightBlue,
    AnsiColor::BrightMagenta,
    AnsiColor::BrightCyan,
    AnsiColor::BrightWhite,
];
