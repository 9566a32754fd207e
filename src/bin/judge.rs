//! For maintainers: trains the judge, measures it, checks the corpus.
//!
//! `cargo run --release --bin mockloop-judge --features maintainer -- help` says how.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool that prints tables")]

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mockloop::arc::{Flag, Part, Parts};
use mockloop::judge::corpus::{self, PartGrade, Voice};
use mockloop::judge::evaluate::{Gold, Report};
use mockloop::judge::model::{self, CALIBRATION, Model};
use mockloop::judge::net::{DECISIONS, NoDrop, run, sigmoid};
use mockloop::judge::train::{Example, Model as Trained, Recipe, examples, train};
use mockloop::judge::{judge_reply_with, judge_with};

#[derive(Parser)]
#[command(name = "mockloop-judge", version, about = "Trains and measures mockloop's judge")]
struct Args {
    /// The corpus: folders train, validation, test.
    #[arg(long, default_value = "tests/corpus", global = true)]
    corpus: PathBuf,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Checks every file of the corpus.
    Lint,
    /// Trains weights from the corpus.
    Train {
        /// Where to write them.
        #[arg(long, default_value = "src/judge/weights.bin")]
        out: PathBuf,
        /// Writes nothing, and fails unless the file holds exactly what training gives.
        #[arg(long)]
        check: bool,
        /// Changes the recipe: `epochs=6`, `drop=0.5`, …
        recipe: Vec<String>,
    },
    /// Prints how the weights agree with the annotators.
    Evaluate {
        /// `validation` or `test`.
        #[arg(long, default_value = "test")]
        split: String,
        /// More answers, as JSON Lines with `id`, `text` and `parts`, each part graded or null.
        #[arg(long)]
        jsonl: Vec<PathBuf>,
        /// Lists the mistakes.
        #[arg(long)]
        mistakes: bool,
        /// Weights other than the embedded ones.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match work(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("mockloop-judge: {err}");
            ExitCode::FAILURE
        }
    }
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn work(args: &Args) -> Outcome<()> {
    match &args.verb {
        Verb::Lint => lint(&args.corpus),
        Verb::Train { out, check, recipe } => {
            let recipe = changed(recipe)?;
            let bytes = trained(&args.corpus, recipe)?;
            if *check {
                if std::fs::read(out)? != bytes {
                    return Err(format!("{} is not what training gives", out.display()).into());
                }
                println!("{} is what training gives", out.display());
            } else {
                std::fs::write(out, &bytes)?;
                println!("{}: {} bytes", out.display(), bytes.len());
            }
            Ok(())
        }
        Verb::Evaluate { split, jsonl, mistakes, weights } => {
            let bytes = weights.as_ref().map(std::fs::read).transpose()?;
            let own = bytes.as_deref().map(Model::load).transpose()?;
            let model = own.as_ref().unwrap_or_else(|| model::embedded());
            evaluate(&args.corpus.join(split), jsonl, *mistakes, model)
        }
    }
}

/// The voices of one split, by name.
fn voices(folder: &Path) -> Outcome<Vec<(String, Voice)>> {
    let mut paths = std::fs::read_dir(folder)
        .map_err(|err| format!("{}: {err}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Outcome<Vec<_>>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    let one = |path: &PathBuf| {
        let text = std::fs::read_to_string(path)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, corpus::read(&path.to_string_lossy(), &text)?))
    };
    paths.iter().map(one).collect()
}

fn lint(root: &Path) -> Outcome<()> {
    let (mut problems, mut ids) = (0, HashMap::new());
    for split in ["train", "validation", "test"] {
        for (name, voice) in voices(&root.join(split))? {
            let path = root.join(split).join(format!("{name}.toml"));
            let text = std::fs::read_to_string(&path)?;
            for problem in corpus::check(&path.to_string_lossy(), &text, &voice) {
                println!("{problem}");
                problems += 1;
            }
            for answer in &voice.answers {
                if let Some(other) = ids.insert(answer.id.clone(), name.clone()) {
                    println!("{}: id {} is also in {other}", path.display(), answer.id);
                    problems += 1;
                }
            }
        }
    }
    println!("{} answers, {problems} problems", ids.len());
    if problems > 0 { Err("the corpus has problems".into()) } else { Ok(()) }
}

fn changed(changes: &[String]) -> Outcome<Recipe> {
    let mut recipe = Recipe::default();
    for change in changes {
        let (key, value) = change.split_once('=').ok_or("a change is key=value")?;
        match key {
            "epochs" => recipe.epochs = value.parse()?,
            "rate" => recipe.rate = value.parse()?,
            "drop" => recipe.drop = value.parse()?,
            "drop_grams" => recipe.drop_grams = value.parse()?,
            "answer_weight" => recipe.answer_weight = value.parse()?,
            "decay" => recipe.decay = value.parse()?,
            "batch" => recipe.batch = value.parse()?,
            "balanced_weight" => recipe.balanced_weight = value.parse()?,
            "blind_weight" => recipe.blind_weight = value.parse()?,
            "least" => recipe.least = value.parse()?,
            "most" => recipe.most = value.parse()?,
            "networks" => recipe.networks = value.parse()?,
            "seed" => recipe.seed = value.parse()?,
            "smooth" => recipe.smooth = value.parse()?,
            "deep" => recipe.deep = value.parse()?,
            other => return Err(format!("no such setting: {other}").into()),
        }
    }
    Ok(recipe)
}

fn trained(root: &Path, recipe: Recipe) -> Outcome<Vec<u8>> {
    let learn = |split: &str| -> Outcome<Vec<Example>> {
        let voices = voices(&root.join(split))?;
        let of = |(name, voice): &(String, Voice)| examples(name, voice, &recipe);
        Ok(voices.iter().flat_map(of).collect())
    };
    let (training, validation) = (learn("train")?, learn("validation")?);
    eprintln!("{} examples to train on, {} to calibrate on", training.len(), validation.len());
    let networks = together(&training, recipe)?;
    let mut calibration = vec![0.0; CALIBRATION];
    for d in 0..DECISIONS {
        calibration[2 * d] = 1.0;
    }
    let answers = validation.iter().filter(|e| e.decisions.iter().any(Option::is_some));
    let said: Vec<([f32; DECISIONS], &Example)> = answers
        .map(|e| {
            let mut sum = [0.0; DECISIONS];
            for network in &networks {
                let pass =
                    run(&network.table, &network.dense.0, &e.sentences, e.reply, &mut NoDrop);
                mockloop::judge::net::axpy(1.0 / networks.len() as f32, &pass.decisions, &mut sum);
            }
            (sum, e)
        })
        .collect();
    for d in 0..DECISIONS {
        let pairs: Vec<(f32, f32)> =
            said.iter().filter_map(|(sum, e)| Some((sum[d], e.decisions[d]?))).collect();
        let (factor, mut shift) = platt(&pairs);
        if (10..16).contains(&d) {
            // A flag is rare: the border that finds most at fewest false alarms is below even odds.
            shift -= best_border(&pairs, factor, shift);
        }
        (calibration[2 * d], calibration[2 * d + 1]) = (factor, shift);
    }
    Ok(model::encode(&networks, &calibration))
}

/// Trains the networks of a recipe, each in a thread of its own.
fn together(examples: &[Example], recipe: Recipe) -> Outcome<Vec<Trained>> {
    std::thread::scope(|scope| {
        let run = |n| {
            let recipe = Recipe { seed: recipe.seed + n, ..recipe };
            scope.spawn(move || {
                train(examples, &recipe, |epoch, loss, _| {
                    eprintln!("network {n}, epoch {epoch}: loss {loss:.3}");
                })
            })
        };
        let runs: Vec<_> = (0..recipe.networks).map(run).collect();
        runs.into_iter().map(|r| r.join().map_err(|_| "training panicked".into())).collect()
    })
}

/// Fits a factor and a shift of log-odds to targets, by gradient descent on the log loss with a light
/// pull towards (1, 0).
fn platt(pairs: &[(f32, f32)]) -> (f32, f32) {
    let (mut a, mut b) = (1.0_f32, 0.0_f32);
    for _ in 0..400 {
        let (mut da, mut db) = (2.0 * (a - 1.0), 2.0 * b);
        for (x, target) in pairs {
            let off = sigmoid(a * x + b) - target;
            da += off * x;
            db += off;
        }
        let n = pairs.len() as f32 + 2.0;
        a -= 0.2 * da / n;
        b -= 0.2 * db / n;
    }
    (a.max(0.1), b)
}

/// The log-odds above which calling a target true gives the best F1.
fn best_border(pairs: &[(f32, f32)], factor: f32, shift: f32) -> f32 {
    let mut said: Vec<(f32, bool)> =
        pairs.iter().map(|(x, t)| (factor * x + shift, *t > 0.5)).collect();
    said.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = said.iter().filter(|s| s.1).count() as f32;
    let (mut hits, mut best) = (0.0, (0.0, 0.0));
    for (n, (x, holds)) in said.iter().enumerate() {
        hits += f32::from(*holds);
        let f1 = 2.0 * hits / (n as f32 + 1.0 + all);
        if f1 > best.0 {
            best = (f1, *x - 1e-3);
        }
    }
    best.1.clamp(-3.0, 0.0)
}

fn evaluate(folder: &Path, jsonl: &[PathBuf], mistakes: bool, model: &Model<'_>) -> Outcome<()> {
    let mut sets: Vec<(String, Vec<Gold>)> = Vec::new();
    for (name, voice) in voices(folder)? {
        let kind = match &name[..1] {
            "t" => "balanced and tricky (t)",
            "x" => "tricks (x)",
            "n" => "natural (n)",
            "g" => "typical (g)",
            "h" => "written before graded (h)",
            _ => "as people write (others)",
        };
        let golds = voice.answers.iter().map(Gold::from);
        match sets.iter_mut().find(|(k, _)| k == kind) {
            Some((_, set)) => set.extend(golds),
            None => sets.push((kind.to_owned(), golds.collect())),
        }
    }
    let all = sets.iter().flat_map(|(_, g)| g.clone()).collect();
    sets.push(("all of the split".into(), all));
    for path in jsonl {
        sets.push((path.display().to_string(), graded_lines(path)?));
    }
    for (name, golds) in &sets {
        let report = Report::of(
            golds,
            |text| judge_with(model, text),
            |part, reply, answer| judge_reply_with(model, part, reply, answer),
        );
        println!("{}", report.table(name));
        if mistakes {
            for (id, part, gold, judged, confidence) in &report.mistakes {
                println!("  {id} {part}: {gold}, judged {judged} ({confidence:.2})");
            }
        }
    }
    Ok(())
}

fn graded_lines(path: &Path) -> Outcome<Vec<Gold>> {
    let text = std::fs::read_to_string(path).map_err(|err| format!("{}: {err}", path.display()))?;
    let one = |line: &str| -> Outcome<Gold> {
        let v: serde_json::Value = serde_json::from_str(line)?;
        let text = v["text"].as_str().unwrap_or_default().to_owned();
        let parts = Parts::from_fn(|part: Part| -> Option<PartGrade> {
            let graded = &v["parts"][part.id()];
            graded["grade"].as_str().or_else(|| graded.as_str())?.parse().ok()
        });
        let evidence = Parts::from_fn(|part: Part| {
            let listed = v["parts"][part.id()]["evidence"].as_array().into_iter().flatten();
            let found = listed.filter_map(|s| mockloop::text::Span::find(&text, s.as_str()?));
            found.collect()
        });
        let flags = Flag::ALL.iter().map(|f| v["flags"][f.id()].as_bool()).collect();
        let id = v["id"].as_str().unwrap_or_default().to_owned();
        Ok(Gold { id, text, parts, flags, evidence, replies: Vec::new() })
    };
    text.lines().filter(|l| !l.trim().is_empty()).map(one).collect()
}
