//! Decisions of courts, written by people as YAML, JSON or CSV, and joined to acts and provisions.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::results::Origin;
use crate::error::{Error, Place, Result, RuleFault};

/// Decisions to be joined to results.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases(Vec<Case>);

/// A file of decisions as YAML or JSON; a CSV has the same names as its head, with provisions parted by `;`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CasesFile {
    /// Of this format: 1.
    pub schema: u32,
    pub cases: Vec<Case>,
}

/// A decision.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// ISO 3166-1 alpha-2 code of the State.
    pub country: String,
    pub court: String,
    /// `2031`, `2031-05` or `2031-05-14`.
    pub date: String,
    /// How the decision is called or numbered.
    #[serde(default)]
    pub name: String,
    /// The act it applies, by title or official number.
    pub law: String,
    /// Sections or articles of it: `6`, `section 6(1)(a)`, `art. 318 bis`. None: the act as a whole.
    #[serde(default)]
    pub provisions: Vec<String>,
    /// What was decided, in a sentence.
    pub outcome: String,
    /// Where it is published.
    #[serde(default)]
    pub source: String,
}

/// A decision as it stands beside a provision.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseNote {
    pub date: String,
    pub court: String,
    pub name: String,
    pub outcome: String,
    pub source: String,
}

const FIELDS: [&str; 8] = ["country", "court", "date", "name", "law", "provisions", "outcome", "source"];
const NEEDED: [&str; 5] = ["country", "court", "date", "law", "outcome"];
/// Larger files are no list of decisions.
const MOST_BYTES: u64 = 64 << 20;

impl Cases {
    /// Reads a file of decisions; its ending tells the format.
    ///
    /// # Errors
    /// The file cannot be read, or all faults of its decisions at once.
    pub fn read(path: &Path) -> Result<Cases> {
        let name = path.display().to_string();
        let unreadable = |cause| Error::Read { path: name.clone(), cause };
        if std::fs::metadata(path).map_err(unreadable)?.len() > MOST_BYTES {
            return Err(Error::request(format!("{name} is too large for a list of decisions"), "split it"));
        }
        let text = std::fs::read_to_string(path).map_err(unreadable)?;
        let text = text.trim_start_matches('\u{feff}');
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let rows = match ending.as_deref() {
            Some("csv") => of_csv(text, &name),
            Some("json") => of_value(
                serde_json::from_str(text).map_err(|fault| {
                    let at = (fault.line() as u32, fault.column() as u32);
                    faults(vec![fault_at(&name, Some(at), fault.to_string(), "correct the JSON")])
                })?,
                &name,
            ),
            _ => of_value(
                serde_yaml::from_str(text).map_err(|fault| {
                    let at = fault.location().map(|at| (at.line() as u32, at.column() as u32));
                    let message = fault.without_snippet().to_string();
                    faults(vec![fault_at(&name, at, message, "correct the YAML")])
                })?,
                &name,
            ),
        };
        let rows = rows.map_err(faults)?;
        let mut cases = Vec::new();
        let mut found = Vec::new();
        for (place, row) in rows {
            match case(&row) {
                Ok(case) => cases.push(case),
                Err(more) => found.extend(more.into_iter().map(|(message, help)| RuleFault {
                    place: Place::file(&name),
                    message: format!("{place}: {message}"),
                    help,
                })),
            }
        }
        if !found.is_empty() {
            return Err(faults(found));
        }
        cases.sort();
        cases.dedup();
        Ok(Cases(cases))
    }

    /// The decisions on a provision, given the number of its section or article.
    pub fn on(&self, origin: &Origin, unit: &str) -> Vec<CaseNote> {
        self.about(origin)
            .filter(|case| {
                case.provisions.is_empty()
                    || case.provisions.iter().any(|it| number(it) == unit && !unit.is_empty())
            })
            .map(Case::note)
            .collect()
    }

    /// The decisions on an act.
    pub fn about<'c>(&'c self, origin: &'c Origin) -> impl Iterator<Item = &'c Case> {
        self.0.iter().filter(|case| case.applies(origin))
    }
}

impl Case {
    /// A territory's courts apply its own law: the territory's act is found by its title all the same.
    fn applies(&self, origin: &Origin) -> bool {
        let same_state = origin.country.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(&self.country));
        let law = folded(&self.law);
        let numbered = origin.number.as_deref().is_some_and(|number| folded(number) == law);
        same_state && (numbered || folded(&origin.title) == law)
    }

    /// As it stands beside a provision.
    pub fn note(&self) -> CaseNote {
        CaseNote {
            date: self.date.clone(),
            court: self.court.clone(),
            name: self.name.clone(),
            outcome: self.outcome.clone(),
            source: self.source.clone(),
        }
    }
}

/// Letters and figures alone, in small letters.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The number of the main unit: the first figure with what is written on to it; `art. 318 bis` is `318bis`.
fn number(provision: &str) -> String {
    let from = provision.find(|c: char| c.is_ascii_digit()).unwrap_or(provision.len());
    let rest = &provision[from..];
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let (figure, behind) = rest.split_at(end);
    let suffix = behind.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let latin = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies"];
    let suffix = if latin.contains(&suffix.to_lowercase().as_str()) { suffix } else { "" };
    format!("{figure}{suffix}").to_lowercase()
}

/// A row of the file: where it stands, and its fields.
type Rows = Vec<(String, serde_json::Map<String, Value>)>;

fn of_csv(text: &str, name: &str) -> std::result::Result<Rows, Vec<RuleFault>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let bad = |error: csv::Error| vec![fault_at(name, None, error.to_string(), "save it as UTF-8 CSV")];
    let head: Vec<String> =
        reader.headers().map_err(bad)?.iter().map(|it| it.trim().to_lowercase()).collect();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != head.len() {
            let message = format!("line {line}: {} cells, and the head has {}", record.len(), head.len());
            faults.push(fault_at(name, Some((line as u32, 1)), message, "put cells with commas in quotes"));
        }
        let cell = |(field, cell): (&String, &str)| {
            let value = match field.as_str() {
                "provisions" => cell.split(';').map(str::trim).filter(|it| !it.is_empty()).collect(),
                _ => Value::from(cell.trim()),
            };
            (field.clone(), value)
        };
        rows.push((format!("line {line}"), head.iter().zip(&record).map(cell).collect()));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn of_value(value: Value, name: &str) -> std::result::Result<Rows, Vec<RuleFault>> {
    let wrong = |message: &str| {
        vec![fault_at(name, None, message.into(), "write `schema: 1` and `cases:` with a list")]
    };
    let list = match &value {
        Value::Object(map) => {
            if map.get("schema").and_then(Value::as_u64) != Some(1) {
                return Err(wrong("`schema` is not 1"));
            }
            if let Some(key) = map.keys().find(|key| !matches!(key.as_str(), "schema" | "cases")) {
                return Err(wrong(&format!("`{key}` is not known here")));
            }
            map.get("cases")
        }
        _ => None,
    };
    let Some(Value::Array(list)) = list else { return Err(wrong("there is no list of `cases`")) };
    let mut rows = Vec::new();
    for (at, row) in list.iter().enumerate() {
        let Value::Object(fields) = row else {
            return Err(wrong(&format!("case {} is no set of fields", at + 1)));
        };
        rows.push((format!("case {}", at + 1), fields.clone()));
    }
    Ok(rows)
}

/// Reads one decision, or tells all that is wrong with it.
fn case(row: &serde_json::Map<String, Value>) -> std::result::Result<Case, Vec<(String, String)>> {
    let mut wrong = Vec::new();
    for key in row.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
        wrong.push((format!("`{key}` is not known"), format!("known: {}", FIELDS.join(", "))));
    }
    let mut text = |field: &str| match row.get(field) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        None | Some(Value::Null) => String::new(),
        Some(_) => {
            wrong.push((format!("`{field}` is no text"), "write it in one line".to_owned()));
            "?".to_owned()
        }
    };
    let mut case = Case {
        country: text("country").to_uppercase(),
        court: text("court"),
        date: text("date"),
        name: text("name"),
        law: text("law"),
        provisions: Vec::new(),
        outcome: text("outcome"),
        source: text("source"),
    };
    match row.get("provisions") {
        None | Some(Value::Null) => {}
        Some(Value::Array(list)) => {
            for it in list {
                match it {
                    Value::String(text) => case.provisions.push(text.trim().to_owned()),
                    Value::Number(number) => case.provisions.push(number.to_string()),
                    _ => wrong.push(("a provision is no text".into(), "write `section 6` or `6`".into())),
                }
            }
        }
        Some(_) => wrong.push(("`provisions` is no list".into(), "write `[\"6\", \"7\"]`".into())),
    }
    for it in case.provisions.iter().filter(|it| number(it).is_empty()) {
        wrong.push((format!("`{it}` names no section or article"), "write its number".into()));
    }
    let given = [&case.country, &case.court, &case.date, &case.law, &case.outcome];
    for (field, _) in NEEDED.iter().zip(given).filter(|(_, value)| value.is_empty()) {
        wrong.push((format!("`{field}` is missing"), format!("needed: {}", NEEDED.join(", "))));
    }
    let is_code = case.country.len() == 2 && case.country.bytes().all(|it| it.is_ascii_uppercase());
    if !case.country.is_empty() && !is_code {
        wrong.push((format!("`{}` is no code of a State", case.country), "two letters, such as XA".into()));
    }
    if !case.date.is_empty() && !is_date(&case.date) {
        wrong.push((format!("`{}` is no date", case.date), "write 2031, 2031-05 or 2031-05-14".into()));
    }
    if wrong.is_empty() { Ok(case) } else { Err(wrong) }
}

fn is_date(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let within = |at: usize, figures: usize, most: u32| {
        parts.get(at).is_none_or(|part| {
            part.len() == figures && part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number))
        })
    };
    parts.len() <= 3 && within(0, 4, 9999) && within(1, 2, 12) && within(2, 2, 31)
}

fn fault_at(name: &str, at: Option<(u32, u32)>, message: String, help: &str) -> RuleFault {
    let message = message.lines().next().unwrap_or("").to_owned();
    RuleFault { place: Place { at, ..Place::file(name) }, message, help: help.to_owned() }
}

/// All of them in one error.
fn faults(list: Vec<RuleFault>) -> Error {
    let told = list.iter().map(|fault| format!("  {}: {} ({})", fault.place, fault.message, fault.help));
    let told = told.collect::<Vec<_>>().join("\n");
    let count = if list.len() == 1 { "a fault".to_owned() } else { format!("{} faults", list.len()) };
    Error::request(
        format!("the list of decisions has {count}:\n{told}"),
        "schemas/cases.schema.json describes it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Result<Cases> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        Cases::read(&path)
    }

    const YAML: &str = "schema: 1\ncases:\n  - {country: xa, court: High Court, date: 2031-05-14, law: Migration Act 2030, provisions: [\"section 6(1)(a)\", 7], outcome: Convicted.}\n";
    const CSV: &str = "country,court,date,law,provisions,outcome\nXA,High Court,2031-05-14,Migration Act 2030,section 6(1)(a); 7,Convicted.\n";

    #[test]
    fn yaml_json_and_csv_say_the_same() {
        let yaml = read("a.yaml", YAML).unwrap();
        let json: Value = serde_yaml::from_str(YAML).unwrap();
        assert_eq!(read("a.json", &json.to_string()).unwrap(), yaml);
        assert_eq!(read("a.csv", CSV).unwrap(), yaml);
    }

    #[test]
    fn a_decision_is_joined_to_its_act_and_provision() {
        let cases = read("a.yaml", YAML).unwrap();
        let act =
            Origin { country: Some("XA".into()), title: "Migration Act, 2030".into(), ..Origin::default() };
        assert_eq!(cases.on(&act, "6").len(), 1);
        assert_eq!(cases.on(&act, "7").len(), 1);
        assert!(cases.on(&act, "61").is_empty() && cases.on(&act, "").is_empty());
        let other = Origin { country: Some("XB".into()), ..act };
        assert!(cases.on(&other, "6").is_empty());
        assert_eq!(number("art. 318 bis"), "318bis");
        assert_eq!(number("§ 96 Abs. 2"), "96");
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = "schema: 1\ncases:\n  - {country: Xanadu, court: C, date: last year, law: L, outcome: O}\n  - {country: XA, judge: J, provisions: [none]}\n";
        let told = read("a.yaml", text).unwrap_err().to_string();
        assert!(told.contains("has 8 faults"), "{told}");
        for part in [
            "case 1: `XANADU`",
            "`last year` is no date",
            "case 2: `judge` is not known",
            "`court` is missing",
            "`none` names no section",
        ] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        assert!(read("a.yaml", "cases: []").is_err() && read("a.json", "{").is_err());
    }
}
