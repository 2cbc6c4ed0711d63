//! JUnit's XML: a checklist's part is a suite, an obligation a test. A gap fails; what a person must settle, what is
//! accepted and what does not arise is skipped, with the reason.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{Row, Rows};
use crate::checklist::Consequence;
use crate::error::{Error, Result};

type Xml = Writer<Vec<u8>>;

pub(super) fn write(rows: &Rows<'_>) -> Result<String> {
    let fault = |error: std::io::Error| Error::Template { name: "junit".into(), message: error.to_string() };
    let bytes = document(rows).map_err(fault)?;
    String::from_utf8(bytes)
        .map_err(|error| Error::Template { name: "junit".into(), message: error.to_string() })
}

/// How a finding counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Count {
    Passed,
    Failed,
    Skipped,
}

fn count(row: &Row<'_>) -> Count {
    match row.finding.consequence {
        _ if row.is_known() => Count::Skipped,
        Consequence::Gap => Count::Failed,
        Consequence::ToVerify | Consequence::NotTriggered => Count::Skipped,
        Consequence::None | Consequence::Exceeds | Consequence::Option => Count::Passed,
    }
}

fn document(rows: &Rows<'_>) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    // Suites in the order of the checklists' parts; what is in none comes last.
    let mut suites: Vec<(&str, Vec<&Row<'_>>)> = Vec::new();
    for row in &rows.rows {
        let id = row.entry.cluster.as_str();
        match suites.iter_mut().find(|suite| suite.0 == id) {
            Some(suite) => suite.1.push(row),
            None => suites.push((id, vec![row])),
        }
    }
    let mut root = BytesStart::new("testsuites");
    root.push_attribute(("name", rows.report.tool.as_str()));
    counts(&mut root, rows.rows.iter());
    xml.write_event(Event::Start(root))?;
    for (id, members) in &suites {
        let title = rows.report.clusters.iter().find(|cluster| cluster.id == *id);
        let title = title.map_or(*id, |cluster| cluster.title.as_str());
        let mut suite = BytesStart::new("testsuite");
        suite.push_attribute(("name", text(title).as_str()));
        counts(&mut suite, members.iter().copied());
        xml.write_event(Event::Start(suite))?;
        for row in members {
            case(rows, row, title, &mut xml)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn counts<'a, 'r: 'a>(tag: &mut BytesStart<'_>, rows: impl Iterator<Item = &'a Row<'r>> + Clone) {
    let of = |sought: Count| rows.clone().filter(|row| count(row) == sought).count().to_string();
    tag.push_attribute(("tests", rows.clone().count().to_string().as_str()));
    tag.push_attribute(("failures", of(Count::Failed).as_str()));
    tag.push_attribute(("errors", "0"));
    tag.push_attribute(("skipped", of(Count::Skipped).as_str()));
    // No clock is read: the same text gives the same file.
    tag.push_attribute(("time", "0"));
}

fn case(rows: &Rows<'_>, row: &Row<'_>, suite: &str, xml: &mut Xml) -> std::io::Result<()> {
    let entry = row.entry;
    let spots = rows.spots(row.finding);
    let mut case = BytesStart::new("testcase");
    case.push_attribute(("name", text(&format!("{} {}", entry.id, entry.title)).as_str()));
    case.push_attribute(("classname", text(suite).as_str()));
    case.push_attribute(("time", "0"));
    let counted = count(row);
    let mut places: Vec<String> = spots
        .iter()
        .map(|spot| format!("{}:{} {}", rows.path(spot.act), spot.line, spot.label))
        .take(8)
        .collect();
    places.dedup();
    xml.write_event(Event::Start(case))?;
    if counted != Count::Passed {
        let tag = if counted == Count::Failed { "failure" } else { "skipped" };
        let message = match entry.accepted.as_str() {
            "" => format!("{}: {}", entry.consequence, row.told()),
            reason => format!("{}: {reason}", entry.consequence),
        };
        let mut result = BytesStart::new(tag);
        result.push_attribute(("message", text(&message).as_str()));
        if counted == Count::Failed {
            result.push_attribute(("type", entry.consequence_code.as_str()));
        }
        xml.write_event(Event::Start(result))?;
        let mut body = vec![row.told()];
        body.extend(places.iter().cloned());
        xml.write_event(Event::Text(BytesText::new(&text(&body.join("\n")))))?;
        xml.write_event(Event::End(BytesEnd::new(tag)))?;
    } else {
        xml.write_event(Event::Start(BytesStart::new("system-out")))?;
        xml.write_event(Event::Text(BytesText::new(&text(&places.join("\n")))))?;
        xml.write_event(Event::End(BytesEnd::new("system-out")))?;
    }
    xml.write_event(Event::End(BytesEnd::new("testcase")))
}

/// What XML 1.0 cannot hold is left out.
fn text(text: &str) -> String {
    let is_allowed =
        |c: &char| matches!(c, '\t' | '\n') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().filter(is_allowed).collect()
}
