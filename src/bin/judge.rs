//! For maintainers: trains the judge, measures it, checks the corpus.
#![allow(clippy::print_stdout, clippy::print_stderr)]
use std::path::Path;
use mockloop::arc::*;
use mockloop::judge::corpus::{self, PartGrade, Voice};
use mockloop::judge::evaluate::{Gold, Report};
use mockloop::judge::net::*;
use mockloop::judge::train::*;
use mockloop::judge::{Judgement, Shares, Verdict, features};

fn voices(dir: &Path) -> Vec<(String, Voice)> {
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|p| {
        let text = std::fs::read_to_string(p).unwrap();
        let name = p.file_stem().unwrap().to_string_lossy().into_owned();
        (name, corpus::read(&p.to_string_lossy(), &text).unwrap())
    }).collect()
}

fn decide(pass: &Pass, part: Part, t: (f32, f32)) -> Judgement {
    let p1 = sigmoid(pass.decisions[2 * part as usize]);
    let p2 = sigmoid(pass.decisions[2 * part as usize + 1]).min(p1);
    let grade = if p1 < t.0 { Grade::Missing } else if p2 < t.1 { Grade::Weak } else { Grade::Strong };
    let confidence = match grade { Grade::Missing => 1.0 - p1, Grade::Weak => p1 - p2, Grade::Strong => p2 };
    Judgement { grade, reason: None, evidence: vec![], confidence }
}

fn average(models: &[&Model], s: &[features::Sentence], reply: bool) -> Pass {
    let mut all: Vec<Pass> = models.iter().map(|m| run(&m.table, &m.dense.0, s, reply, &mut NoDrop)).collect();
    let mut first = all.remove(0);
    for d in 0..DECISIONS {
        for p in &all { first.decisions[d] += p.decisions[d]; }
        first.decisions[d] /= models.len() as f32;
    }
    first
}

fn verdict(models: &[&Model], text: &str, t: (f32,f32)) -> Verdict {
    let s = features::extract(text, None);
    let empty = s.is_empty();
    let pass = if empty { Pass::default() } else { average(models, &s, false) };
    let mut v = Verdict { parts: Parts::from_fn(|p| if empty { Judgement::missing(1.0) } else { decide(&pass, p, t) }), flags: vec![], shares: Shares::default(), words: 0, notice: None };
    if !empty { for (f, flag) in Flag::ALL.iter().enumerate() { if pass.decisions[10 + f] > -0.4 { v.flags.push(*flag); } }
      for part in Part::ALL { if v.parts[*part].grade != Grade::Missing {
        let i = (0..s.len()).max_by(|a, b| pass.scores[*a][*part as usize].total_cmp(&pass.scores[*b][*part as usize])).unwrap();
        v.parts[*part].evidence.push(s[i].span); } } }
    v
}
fn reply(models: &[&Model], part: Part, text: &str) -> Judgement {
    let s = features::extract(text, Some(part));
    if s.is_empty() { return Judgement::missing(1.0); }
    decide(&average(models, &s, true), part, (0.5, 0.5))
}

fn real(path: &str, grades: &[&str]) -> Vec<Gold> {
    let read = |p: &str| -> Vec<serde_json::Value> { std::fs::read_to_string(p).unwrap_or_default().lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).unwrap()).collect() };
    let graded: Vec<std::collections::HashMap<String, serde_json::Value>> = grades.iter().map(|g| read(g).into_iter().map(|v| (v["id"].as_str().unwrap().to_owned(), v)).collect()).collect();
    read(path).iter().map(|v| {
        let id = v["id"].as_str().unwrap().to_owned();
        let parts = Parts::from_fn(|p| -> Option<PartGrade> {
            if grades.is_empty() {
                let g = &v["parts"][p.id()];
                return g["grade"].as_str().map(|g| g.parse().unwrap());
            }
            let all: Vec<PartGrade> = graded.iter().map(|g| g.get(&id).map(|v| v["parts"][p.id()].as_str().unwrap().parse::<PartGrade>().unwrap())).collect::<Option<_>>()?;
            all.iter().all(|g| g.grade == all[0].grade).then(|| all[0])
        });
        Gold { id, text: v["text"].as_str().unwrap().to_owned(), parts, flags: vec![None; 6], evidence: Parts::default(), replies: vec![] }
    }).collect()
}

fn main() {
    let args: std::collections::HashMap<String, String> = std::env::args().skip(1).filter_map(|a| a.split_once('=').map(|(a, b)| (a.to_owned(), b.to_owned()))).collect();
    let get = |k: &str, d: f32| args.get(k).map_or(d, |v| v.parse().unwrap());
    let root = Path::new("tests/corpus");
    let base = Recipe::default();
    let recipe = Recipe {
        epochs: get("epochs", base.epochs as f32) as usize, rate: get("rate", base.rate), drop: get("drop", base.drop), drop_grams: get("dg", base.drop_grams),
        answer_weight: get("aw", base.answer_weight), decay: get("decay", base.decay), batch: get("batch", base.batch as f32) as usize, balanced_weight: get("bw", base.balanced_weight),
        least: get("least", base.least as f32) as u32, most: get("most", base.most as f32) as usize, seed: 1,
    };
    let train_voices = voices(&root.join("train"));
    let examples: Vec<Example> = train_voices.iter().flat_map(|(n, v)| examples(v, !n.starts_with('t'), &recipe)).collect();
    let mut sets: Vec<(&str, Vec<Gold>)> = vec![("val-t", vec![]), ("val-n", vec![]), ("val-w", vec![])];
    for (name, v) in voices(&root.join("validation")) {
        let i = match &name[..1] { "t" => 0, "n" => 1, _ => 2 };
        sets[i].1.extend(v.answers.iter().map(Gold::from));
    }
    sets.push(("pub", real("/work/shared/public-sample/answers.jsonl", &[])));
    sets.push(("realA", real("/work/scratch/real/collected.jsonl", &["/work/scratch/real/grades_a.jsonl"])));
    sets.push(("realB", real("/work/scratch/real/collected.jsonl", &["/work/scratch/real/grades_b.jsonl"])));
    sets.push(("realAB", real("/work/scratch/real/collected.jsonl", &["/work/scratch/real/grades_a.jsonl", "/work/scratch/real/grades_b.jsonl"])));
    println!("{} examples {:?}", examples.len(), recipe);
    let line = |models: &[&Model], tag: &str| {
        let mut out = String::new();
        for (name, golds) in &sets {
            let r = Report::of(golds, |t| verdict(models, t, (0.5, 0.5)), |p, t, _| reply(models, p, t));
            out += &format!("{name} {:.3}/{:.3} ", r.pooled().kappa(), r.pooled().weighted_kappa());
            if r.replies.total() > 0 { out += &format!("rep {:.2} ", r.replies.accuracy()); }
        }
        println!("{tag} {out}");
    };
    let seeds = get("seeds", 2.0) as u64;
    let every = get("every", 3.0) as usize;
    let models: Vec<Model> = std::thread::scope(|s| {
        let handles: Vec<_> = (0..seeds).map(|seed| { let (examples, recipe, line) = (&examples, Recipe { seed: seed + 1, ..recipe }, &line);
            s.spawn(move || train(examples, &recipe, |e, loss, m| if seed == 0 && (e + 1) % every == 0 { line(&[m], &format!("{e} loss {loss:.3}")); })) }).collect();
        handles.into_iter().map(|h| h.join().unwrap()).collect()
    });
    println!("grams {}", models[0].table.grams.len());
    let all: Vec<&Model> = models.iter().collect();
    line(&all, "ENS");
    for (name, golds) in &sets {
        let r = Report::of(golds, |t| verdict(&all, t, (0.5, 0.5)), |p, t, _| reply(&all, p, t));
        println!("{}", r.table(name));
        if name.starts_with("pub") || name.starts_with("realAB") { for (p, c) in r.parts.iter() { println!("{p} {:?}", c.0); } }
    }
}
