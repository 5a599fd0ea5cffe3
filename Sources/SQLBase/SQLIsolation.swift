/// How far transactions that write keep out of each other's way, where several can run at once.
///
/// On SQLite they run one after the other in any case.
package enum SQLIsolation: Sendable, Hashable {
    /// As if each ran alone, from beginning to end; where two would disturb each other, one of them is run again.
    case serial
    /// Each statement sees what has been committed before it began. Whoever goes on from what he has read locks it as
    /// he reads it (`FOR UPDATE`), always in the same order, and leaves the rest to unique keys.
    case byLocks
}
