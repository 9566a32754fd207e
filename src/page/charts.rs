//! The charts, drawn as SVG by plotters.
//!
//! Colours are stand-ins that the page's style replaces, so that a chart follows light and dark.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;

use super::text;
use crate::arc::Part;
use crate::review::{Period, Progress};
use crate::screen::duration;
use crate::session::{AttemptDigest, Digest};

/// What the style calls `--ink`.
const INK: RGBColor = RGBColor(1, 1, 1);
/// What the style calls `--rule`.
const RULE: RGBColor = RGBColor(3, 3, 3);
/// What the style calls `--accent`.
const ACCENT: RGBColor = RGBColor(4, 4, 4);
/// What the style calls `--good`.
const BAND: RGBColor = RGBColor(5, 5, 5);

/// A small chart, in the units of its own drawing; the page scales it.
const SMALL: (u32, u32) = (380, 170);
/// A wide one.
const LARGE: (u32, u32) = (460, 220);

/// No more columns than this in a chart.
const MOST_PERIODS: usize = 104;
/// No more answers than this as points.
const MOST_POINTS: usize = 400;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws an SVG that says in words what it shows; empty when the library gives up, which costs the
/// page a picture and no figure.
fn svg(
    size: (u32, u32),
    label: &str,
    draw: impl FnOnce(&Area<'_>) -> Result<(), Box<dyn std::error::Error>>,
) -> String {
    let mut out = String::new();
    {
        let area = SVGBackend::with_string(&mut out, size).into_drawing_area();
        if draw(&area).is_err() || area.present().is_err() {
            return String::new();
        }
    }
    out.replacen("<svg ", &format!("<svg role=\"img\" aria-label=\"{}\" ", text(label)), 1)
}

fn newest(periods: &[Period]) -> &[Period] {
    periods.get(periods.len().saturating_sub(MOST_PERIODS)..).unwrap_or(periods)
}

/// A chart for each part: how often it was told without being asked.
pub(super) fn parts(progress: &Progress) -> String {
    let periods = newest(&progress.periods);
    let mut out = String::from("<div class=\"charts\">\n");
    for &part in Part::ALL {
        let share = progress.all.told[part];
        let value =
            |period: &Period| period.standing.told[part].value().map(|v| f64::from(v) * 100.0);
        let said: Vec<String> =
            periods.iter().filter_map(|p| Some(format!("{} {:.0}%", p.from, value(p)?))).collect();
        // The words of a long chart are in the table below it.
        let label = match said.as_slice() {
            all if all.len() > 12 => {
                let recent = all.get(all.len() - 6..).unwrap_or(all).join(", ");
                format!("{part}, the newest: {recent}")
            }
            all => format!("{part}: {}", all.join(", ")),
        };
        let drawn =
            svg(SMALL, &label, |area| line(area, periods, &value, 100.0, &|y| format!("{y:.0}%")));
        out.push_str(&format!(
            "<figure>{drawn}<figcaption>{}: {} of {}</figcaption></figure>\n",
            part.title(),
            share.count,
            share.of
        ));
    }
    out.push_str("</div>\n");
    out
}

/// The same figures as a table.
pub(super) fn numbers(progress: &Progress) -> String {
    let mut out = String::from(
        "<details><summary>The same as numbers</summary>\n<div class=\"wide\"><table>\n\
         <caption>Told without being asked, of so many answers</caption>\n\
         <thead><tr><th scope=\"col\">from</th><th scope=\"col\">answers</th>",
    );
    for part in Part::ALL {
        out.push_str(&format!("<th scope=\"col\">{part}</th>"));
    }
    out.push_str(
        "<th scope=\"col\">spoken</th><th scope=\"col\">follow-ups</th></tr></thead>\n<tbody>\n",
    );
    for period in newest(&progress.periods).iter().rev() {
        let standing = &period.standing;
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td>",
            period.from, standing.attempts
        ));
        for (_, share) in standing.told.iter() {
            out.push_str(&format!("<td>{}</td>", share.count));
        }
        let spoken = standing.average_speaking().map_or_else(|| "–".to_owned(), duration);
        let probes =
            standing.average_probes().map_or_else(|| "–".to_owned(), |n| format!("{n:.1}"));
        out.push_str(&format!("<td>{spoken}</td><td>{probes}</td></tr>\n"));
    }
    out.push_str("</tbody>\n</table></div></details>\n");
    out
}

/// Speaking time of each answer against the band, and follow-ups over time.
pub(super) fn length(progress: &Progress, digests: &[Digest]) -> String {
    let mut answers: Vec<&AttemptDigest> = digests
        .iter()
        .filter(|digest| !digest.excluded)
        .flat_map(|digest| &digest.attempts)
        .filter(|attempt| attempt.counts && meant(progress, attempt))
        .collect();
    answers.sort_by_key(|attempt| attempt.at);
    let from = answers.len().saturating_sub(MOST_POINTS);
    let answers = answers.get(from..).unwrap_or(&answers);
    let rate = progress.wanted.rate;
    let seconds = |attempt: &AttemptDigest| {
        rate.map_or(attempt.times.speaking, |rate| attempt.speaking(rate))
    };
    let [low, high] = progress.band.map(|seconds| duration(f64::from(seconds)));
    let average = progress.all.average_speaking().map_or_else(String::new, duration);
    let label = format!(
        "Speaking time of {} answers, {average} on average, against the band from {low} to {high}",
        answers.len()
    );
    let drawn = svg(LARGE, &label, |area| points(area, progress.band, answers, &seconds));
    let periods = newest(&progress.periods);
    let value = |period: &Period| period.standing.average_probes();
    let probes = progress.all.average_probes().unwrap_or(0.0);
    let label = format!("Follow-ups for an answer over time, {probes:.1} on average");
    let follow_ups = svg(LARGE, &label, |area| {
        let top = periods.iter().filter_map(value).fold(3.0, f64::max);
        line(area, periods, &value, top, &|y| format!("{y:.0}"))
    });
    format!(
        "<div class=\"charts two\">\n<figure>{drawn}<figcaption>Speaking time of each answer, oldest first; the band from {low} to \
         {high} is shaded</figcaption></figure>\n\
         <figure>{follow_ups}<figcaption>Follow-ups that an answer took, on average</figcaption></figure>\n\
         </div>\n"
    )
}

fn meant(progress: &Progress, attempt: &AttemptDigest) -> bool {
    let wanted = &progress.wanted;
    wanted.company.as_ref().is_none_or(|company| *company == attempt.company)
        && wanted.since.is_none_or(|since| attempt.at.moment().date_naive() >= since)
}

fn short(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// The word under a column: the day, with the year when the chart spans several.
fn under(periods: &[Period], at: f64) -> String {
    let years = periods.first().map(|p| p.from.year()) != periods.last().map(|p| p.from.year());
    let place = at.round();
    if place < 0.0 || (at - place).abs() > 0.01 {
        return String::new();
    }
    let day = periods.get(place as usize).map(|period| period.from);
    day.map_or_else(
        String::new,
        |day| {
            if years { day.format("%b %Y").to_string() } else { short(day) }
        },
    )
}

/// An axis: from where to where, about how many labels, and what they say.
struct Axis<'a> {
    range: Range<f64>,
    labels: usize,
    said: &'a dyn Fn(&f64) -> String,
}

/// A chart with its axes and the rules behind it, to be drawn on.
fn axes<'a, 'b>(
    area: &'a Area<'b>,
    across: Axis<'_>,
    up: Axis<'_>,
) -> Result<Chart<'a, 'b>, Box<dyn std::error::Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(18)
        .x_label_area_size(24)
        .y_label_area_size(44)
        .build_cartesian_2d(across.range, up.range)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RULE)
        .axis_style(RULE)
        .x_labels(across.labels)
        .y_labels(up.labels)
        .x_label_formatter(&|at| (across.said)(at))
        .y_label_formatter(&|at| (up.said)(at))
        .label_style(("sans-serif", 13).into_font().color(&INK))
        .draw()?;
    Ok(chart)
}

/// A line through the periods that have a value, with gaps where there is none.
fn line(
    area: &Area<'_>,
    periods: &[Period],
    value: &dyn Fn(&Period) -> Option<f64>,
    top: f64,
    said: &dyn Fn(&f64) -> String,
) -> Result<(), Box<dyn std::error::Error>> {
    let last = periods.len().saturating_sub(1).max(1) as f64;
    let across = Axis { range: -0.2..last + 0.2, labels: 4, said: &|at| under(periods, *at) };
    let up = Axis { range: 0.0..top * 1.04, labels: 3, said };
    let mut chart = axes(area, across, up)?;
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut runs = Vec::new();
    for (at, period) in periods.iter().enumerate() {
        match value(period) {
            Some(value) => run.push((at as f64, value)),
            None => runs.push(std::mem::take(&mut run)),
        }
    }
    runs.push(run);
    for run in runs.into_iter().filter(|run| !run.is_empty()) {
        chart.draw_series(AreaSeries::new(run.iter().copied(), 0.0, ACCENT.mix(0.14)))?;
        chart.draw_series(LineSeries::new(run.iter().copied(), ACCENT.stroke_width(2)))?;
        // Dots show a lone week, and are too many where there are many weeks.
        let size = if periods.len() > 40 { 2 } else { 3 };
        chart.draw_series(run.iter().map(|&at| Circle::new(at, size, ACCENT.filled())))?;
    }
    Ok(())
}

/// A dot for each answer against the band.
fn points(
    area: &Area<'_>,
    band: [u32; 2],
    answers: &[&AttemptDigest],
    seconds: &dyn Fn(&AttemptDigest) -> f64,
) -> Result<(), Box<dyn std::error::Error>> {
    // In minutes, so that the axis is cut at whole and half ones.
    let minutes = |attempt: &AttemptDigest| seconds(attempt) / 60.0;
    let [low, high] = band.map(|seconds| f64::from(seconds) / 60.0);
    let longest = answers.iter().map(|attempt| minutes(attempt)).fold(high * 1.2, f64::max);
    // One answer of an hour must not press all others to the ground.
    let top = longest.min(high * 3.0);
    let last = answers.len().saturating_sub(1).max(1) as f64;
    let days = |at: &f64| {
        let place = at.round();
        let near = (at - place).abs() < 0.01 && place >= 0.0;
        let answer = answers.get(place as usize).filter(|_| near);
        answer.map_or_else(String::new, |attempt| short(attempt.at.moment().date_naive()))
    };
    let across = Axis { range: -0.5..last + 0.5, labels: 5, said: &days };
    let up = Axis { range: 0.0..top, labels: 7, said: &|y| duration(*y * 60.0) };
    let mut chart = axes(area, across, up)?;
    let corners = [(-0.5, low), (last + 0.5, high)];
    chart.draw_series([Rectangle::new(corners, BAND.mix(0.2).filled())])?;
    let size = if answers.len() > 100 { 2 } else { 4 };
    let dots =
        answers.iter().enumerate().map(|(at, attempt)| (at as f64, minutes(attempt).min(top)));
    chart.draw_series(dots.map(|at| Circle::new(at, size, ACCENT.filled())))?;
    Ok(())
}
