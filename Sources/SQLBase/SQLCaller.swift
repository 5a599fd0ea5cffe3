/// For whom transactions are run, as a database server shows it beside them.
package enum SQLCaller {
    /// Their name, of visible characters; none says nothing.
    ///
    /// A server shows the first 50 bytes or so.
    @TaskLocal package static var name: String?
}
