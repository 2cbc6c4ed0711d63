//! The tables of a batch as Parquet, read back and held against the same run's JSON Lines.
#![cfg(feature = "parquet")]

use std::fs::{self, File};
use std::process::Command;

use arrow_array::{Array as _, BooleanArray, Int64Array, StringArray};
use arrow_schema::DataType;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::Value;

#[test]
fn parquet_holds_what_json_lines_hold() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let acts = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/acts");
    let mut batch = Command::new(env!("CARGO_BIN_EXE_lacuna"));
    batch.args(["batch", acts, "--format", "jsonl,parquet", "--out"]).arg(&out);
    let run = batch.output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    for table in ["acts", "findings", "evidence"] {
        let lines = fs::read_to_string(out.join(format!("{table}.jsonl"))).unwrap();
        let wanted: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let file = File::open(out.join(format!("{table}.parquet"))).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let about = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
        assert!(about.iter().any(|one| one.key == "rules" && one.value.is_some()), "{table}");
        let mut rows = 0;
        for batch in reader.build().unwrap() {
            let batch = batch.unwrap();
            let schema = batch.schema();
            for row in 0..batch.num_rows() {
                for (field, column) in schema.fields().iter().zip(batch.columns()) {
                    let any = column.as_any();
                    let read = match field.data_type() {
                        _ if column.is_null(row) => Value::Null,
                        DataType::Utf8 => any.downcast_ref::<StringArray>().unwrap().value(row).into(),
                        DataType::Int64 => any.downcast_ref::<Int64Array>().unwrap().value(row).into(),
                        _ => any.downcast_ref::<BooleanArray>().unwrap().value(row).into(),
                    };
                    let there = wanted[rows].get(field.name()).unwrap_or(&Value::Null);
                    assert_eq!(&read, there, "{table}, row {rows}, {}", field.name());
                }
                rows += 1;
            }
        }
        assert_eq!(rows, wanted.len(), "{table}");
        assert!(rows > 0, "{table} is empty");
    }
}
