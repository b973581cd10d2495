//! The whole duty list, of which the use-case gives at most so many rows at once.

use app::AppError;
use serde_json::Value;

/// Rows that are printed unless all are asked for.
pub const USUAL: usize = 200;
/// The most that the use-case gives.
const MOST: usize = 5_000;

/// All rows, page by page, in the view of the first page. `page` takes an offset and a limit.
pub async fn whole(page: impl AsyncFn(usize, usize) -> Result<Value, AppError>) -> Result<Value, AppError> {
    let mut view = page(0, MOST).await?;
    let matching = view["matching"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let Some(mut rows) = view["rows"].as_array().cloned() else { return Ok(view) };
    while rows.len() < matching {
        match page(rows.len(), MOST).await?["rows"].as_array_mut() {
            Some(more) if !more.is_empty() => rows.append(more),
            // Closed meanwhile: there is no more to come.
            _ => break,
        }
    }
    view["rows"] = Value::Array(rows);
    Ok(view)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// As the use-case does with so many rows, of which `gone` went after the first page.
    async fn listed(of: usize, gone: usize) -> Vec<usize> {
        let page = async |offset: usize, limit: usize| {
            let there = if offset == 0 { of } else { of - gone };
            let rows: Vec<usize> = (offset..there.min(offset + limit)).collect();
            Ok(json!({ "matching": of, "open": of, "rows": rows }))
        };
        let view = whole(page).await.expect("a list");
        assert_eq!(view["open"], json!(of));
        serde_json::from_value(view["rows"].clone()).expect("rows")
    }

    #[tokio::test]
    async fn every_row_is_listed_once_and_in_order() {
        for of in [0, 1, 4_999, 5_000, 5_001, 10_000, 12_345] {
            assert_eq!(listed(of, 0).await, (0..of).collect::<Vec<_>>());
        }
        assert_eq!(listed(12_000, 3_000).await.len(), 9_000, "and it ends");
    }
}
