//! The port to SQL.
//!
//! The engine behind it is a large thing of the engine's own types. Every handler holds the application, and for every
//! one the compiler proves that what it holds may go to another thread: behind this trait it looks no further.

use async_trait::async_trait;
use query::{Engine, QueryError, QueryRequest, QueryResult};

/// What pages ask of the engine.
#[async_trait]
pub trait SqlPort: Send + Sync {
    /// Answers one query.
    ///
    /// # Errors
    /// As [`Engine::run`].
    async fn run(&self, request: QueryRequest) -> Result<QueryResult, QueryError>;

    /// Answers from nothing any more: the organization is gone.
    fn clear(&self);
}

#[async_trait]
impl SqlPort for Engine {
    async fn run(&self, request: QueryRequest) -> Result<QueryResult, QueryError> {
        Self::run(self, request).await
    }

    fn clear(&self) {
        Self::clear(self);
    }
}
