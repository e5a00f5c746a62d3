//! What tables and columns mean, for clients that ask PostgreSQL's catalogue: `\d+` of psql, trees of drawing tools.
//!
//! The catalogue gives a table its number when it is first asked, so the numbers are learnt from it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use datafusion::arrow::array::{Array as _, AsArray, Int32Array, Int64Array, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::catalog::TableProvider;
use datafusion::common::{Result, exec_err};
use datafusion::datasource::MemTable;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::prelude::SessionContext;

use crate::catalogue::{self, Table};

/// The numbers that the catalogue gave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Described(Arc<OnceLock<Oids>>);

#[derive(Debug)]
struct Oids {
    /// Of `pg_class` itself.
    class: i64,
    tables: HashMap<i64, &'static Table>,
}

impl Described {
    /// Asks the catalogue for them, once.
    pub(crate) async fn learn(&self, state: &SessionState) -> Result<()> {
        if self.0.get().is_some() {
            return Ok(());
        }
        let asked = SessionContext::new_with_state(state.clone())
            .sql("SELECT c.oid, c.relname FROM pg_catalog.pg_class c")
            .await?;
        let (mut class, mut tables) = (0, HashMap::new());
        for batch in asked.collect().await? {
            let oids = cast(batch.column(0), &DataType::Int64)?;
            let names = cast(batch.column(1), &DataType::Utf8)?;
            let oids = oids.as_primitive::<Int64Type>().iter().flatten();
            for (oid, name) in oids.zip(names.as_string::<i32>().iter().flatten()) {
                match catalogue::table(name) {
                    Some(table) => drop(tables.insert(oid, table)),
                    None if name == "pg_class" => class = oid,
                    None => {}
                }
            }
        }
        // Two clients may learn at once; both learn the same.
        let _ = self.0.set(Oids { class, tables });
        Ok(())
    }

    /// The functions that tell them.
    pub(crate) fn functions(&self) -> [ScalarUDF; 2] {
        [("obj_description", false), ("col_description", true)].map(|(name, is_of_column)| {
            ScalarUDF::from(Description {
                name,
                is_of_column,
                described: self.clone(),
                signature: Signature::variadic_any(Volatility::Stable),
            })
        })
    }

    /// `pg_description`
    pub(crate) fn table(&self) -> Result<Arc<dyn TableProvider>> {
        let mut rows: Vec<(i32, i32, &str)> = Vec::new();
        let oids = self.0.get();
        for (oid, table) in oids.iter().flat_map(|oids| &oids.tables) {
            let oid = i32::try_from(*oid).unwrap_or_default();
            rows.push((oid, 0, table.about));
            rows.extend(
                (1..)
                    .zip(table.columns)
                    .map(|(at, column)| (oid, at, column.meaning)),
            );
        }
        let class = oids.map_or(0, |oids| i32::try_from(oids.class).unwrap_or_default());
        let schema = Arc::new(Schema::new(vec![
            Field::new("objoid", DataType::Int32, true),
            Field::new("classoid", DataType::Int32, true),
            Field::new("objsubid", DataType::Int32, true),
            Field::new("description", DataType::Utf8, true),
        ]));
        let batch = datafusion::arrow::array::RecordBatch::try_new(
            Arc::clone(&schema),
            vec![
                Arc::new(rows.iter().map(|row| Some(row.0)).collect::<Int32Array>()),
                Arc::new(rows.iter().map(|_| Some(class)).collect::<Int32Array>()),
                Arc::new(rows.iter().map(|row| Some(row.1)).collect::<Int32Array>()),
                Arc::new(rows.iter().map(|row| Some(row.2)).collect::<StringArray>()),
            ],
        )?;
        Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
    }

    fn meaning(&self, oid: i64, column: Option<i64>) -> Option<&'static str> {
        let table = self.0.get()?.tables.get(&oid)?;
        match column {
            None | Some(0) => Some(table.about),
            Some(at) => {
                let at = usize::try_from(at).ok()?.checked_sub(1)?;
                Some(table.columns.get(at)?.meaning)
            }
        }
    }
}

impl PartialEq for Described {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Described {}

impl std::hash::Hash for Described {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

/// `obj_description(oid, 'pg_class')`, `col_description(oid, number)`
#[derive(Debug, PartialEq, Eq, Hash)]
struct Description {
    name: &'static str,
    is_of_column: bool,
    described: Described,
    signature: Signature,
}

impl ScalarUDFImpl for Description {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let number = |at: usize| -> Result<Int64Array> {
            let Some(given) = args.args.get(at) else {
                return exec_err!("{} needs the number of an object", self.name);
            };
            let given = cast(&given.to_array(args.number_rows)?, &DataType::Int64)?;
            Ok(given.as_primitive::<Int64Type>().clone())
        };
        let oids = number(0)?;
        let columns = if self.is_of_column { Some(number(1)?) } else { None };
        let told = (0..oids.len()).map(|row| {
            if oids.is_null(row) {
                return None;
            }
            let column = match &columns {
                Some(columns) if columns.is_null(row) => return None,
                Some(columns) => Some(columns.value(row)),
                None => None,
            };
            self.described.meaning(oids.value(row), column)
        });
        Ok(ColumnarValue::Array(Arc::new(told.collect::<StringArray>())))
    }
}
