internal import CPostgres
internal import Dispatch
internal import Glibc
internal import SQLBase

/// One connection to the server, and the statements that are ready on it.
///
/// libpq blocks, so each link has a queue of its own, which is a thread while there is work; none of Swift's threads
/// ever waits for the server. Not checked by the compiler, and right because everything but `init` and `perform` runs
/// on that queue.
final class Link: @unchecked Sendable {
    private let queue = DispatchQueue(label: "setia.postgres")
    private let configuration: PostgresConfiguration
    private var handle: OpaquePointer?
    private var ready: [SQLStatement: Ready] = [:]
    private var readyCount = 0
    /// What can be done about the first failure since the transaction began.
    private(set) var recovery = Recovery.none
    /// Whether the connection was given up since the transaction began, because nothing came back on it.
    private(set) var wasGivenUp = false
    /// The rows that a reading is in the middle of.
    private var stream: RowStream?

    /// The most texts kept ready; a program writes far fewer, unless it puts them together.
    private static let mostReady = 500

    /// A statement made ready on the server.
    struct Ready {
        let name: String
        /// The type of each parameter.
        let parameters: [UInt32]
    }

    init(_ configuration: PostgresConfiguration) {
        self.configuration = configuration
    }

    deinit {
        disconnect()
    }

    /// Runs `work` on the link's queue.
    func perform<R: Sendable>(_ work: @escaping @Sendable (Link) throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work(self) }) }
        }
    }

    // MARK: Connecting

    /// Whether the server was there when it was last spoken to.
    var isConnected: Bool { handle != nil && PQstatus(handle) == CONNECTION_OK }

    /// Connects where there is no connection.
    ///
    /// - Throws: `SQLFailure`: `cannotOpen`, or `busy` where the server takes nobody more.
    func connect() throws(SQLFailure) {
        recovery = .none
        wasGivenUp = false
        if isConnected { return }
        disconnect()
        let began = ContinuousClock.now
        let made = withParameters(of: configuration) { keys, values in PQconnectdbParams(keys, values, 1) }
        guard let made, PQstatus(made) == CONNECTION_OK else {
            let failure = SQLFailure(lost: made, "PostgreSQL cannot be reached")
            PQfinish(made)
            // Who is refused at once may be let in a moment later; a time-out would only be waited for once more.
            let took = began.duration(to: .now)
            recovery = took < .milliseconds(configuration.reconnectMilliseconds) ? .reconnect : .none
            throw failure
        }
        handle = made
        // Nothing is printed: what the server remarks is not for the terminal of whoever started us.
        PQsetNoticeReceiver(made, { _, _ in }, nil)
        // What does not fit into the socket waits in memory, so that we and not libpq say for how long.
        PQsetnonblocking(made, 1)
    }

    /// Lets go of the connection.
    func disconnect() {
        // libpq takes leave of the server, and would wait for a network that swallows what is sent.
        if handle != nil { _ = shutdown(PQsocket(handle), Int32(SHUT_RDWR)) }
        PQfinish(handle)
        handle = nil
        ready = [:]
        stream = nil
    }

    /// What ends a statement under way from another thread; none where there is no connection.
    func canceller() -> Canceller? {
        handle.flatMap { PQgetCancel($0) }.map { Canceller(handle: $0) }
    }

    /// The connection's socket, for whoever waits for notices.
    var socket: Int32 { handle.map { PQsocket($0) } ?? -1 }

    /// The notices that have arrived, with what they say.
    func notices() throws(SQLFailure) -> [String] {
        guard PQconsumeInput(handle) == 1 else { throw lost() }
        var texts: [String] = []
        while let notice = PQnotifies(handle) {
            texts.append(String(cString: notice.pointee.extra))
            PQfreemem(notice)
        }
        return texts
    }

    // MARK: Statements

    /// Runs text without parameters, several statements too, in one journey.
    ///
    /// - Returns: what the server calls the last of them, such as `COMMIT`.
    @discardableResult
    func simple(_ text: String, named statement: String? = nil) throws(SQLFailure) -> String {
        try stream?.keepRest()
        guard PQsendQuery(handle, text) == 1 else { throw lost() }
        let result = try answer(lastResult(), statement)
        defer { PQclear(result) }
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Runs a statement and gives what it answers, whole.
    func run(_ statement: SQLStatement, _ values: [SQLValue]) throws(SQLFailure) -> Answer {
        try stream?.keepRest()
        let (ready, outgoing) = try encoded(statement, values)
        return Answer(try execute(ready, outgoing, statement.text), statement.text)
    }

    /// Runs a statement for many rows and gives what it answers, whole.
    func run(_ bulk: SQLBulk, _ rows: [[SQLValue]]) throws(SQLFailure) -> Answer {
        try stream?.keepRest()
        let ready = try prepared(bulk.many)
        var outgoing = OutgoingValues()
        for (column, kind) in bulk.kinds.enumerated() {
            guard outgoing.append(column: column, of: rows, kind) else {
                preconditionFailure("column \(column) is not of the kind \(kind) in: \(bulk.one.text)")
            }
        }
        return Answer(try execute(ready, outgoing, bulk.many.text), bulk.many.text)
    }

    /// Runs a statement and hands over its rows as they arrive; memory is needed for one.
    ///
    /// The closure may use the link: then the rows that are still to come are kept first.
    func stream(_ statement: SQLStatement, _ values: [SQLValue], each: (SQLRow) throws -> Void) throws {
        try stream?.keepRest()
        let (ready, outgoing) = try encoded(statement, values)
        let sent = withParameters(outgoing) { count, values, lengths, formats in
            PQsendQueryPrepared(handle, ready.name, count, values, lengths, formats, 1)
        }
        guard sent == 1, PQsetSingleRowMode(handle) == 1 else { throw lost() }
        let rows = RowStream(self, statement.text)
        let outer = stream
        stream = rows
        defer { stream = outer }
        do {
            while let row = try rows.next() { try each(row) }
        } catch {
            try? rows.dropRest()
            throw error
        }
    }

    /// The next result of a statement that was sent; none when there are no more.
    fileprivate func nextResult(_ statement: String) throws(SQLFailure) -> OpaquePointer? {
        guard let result = try arrivedResult() else { return nil }
        return try answer(result, statement)
    }

    /// The last result of what was sent, as `PQexec` gives it.
    private func lastResult() throws(SQLFailure) -> OpaquePointer? {
        var last: OpaquePointer?
        while let result = try arrivedResult() {
            PQclear(last)
            last = result
            if PQstatus(handle) != CONNECTION_OK { break }
        }
        return last
    }

    /// The next result of what was sent, once it is here.
    ///
    /// Silence may be a long statement, or a network that swallows everything. So now and then another connection asks
    /// the server whether it is still at it; where it is not, or nobody answers there either, this one is lost.
    private func arrivedResult() throws(SQLFailure) -> OpaquePointer? {
        while PQflush(handle) == 1 || PQisBusy(handle) == 1 {
            let socket = PQsocket(handle)
            let mustSend = PQflush(handle) == 1
            guard isReady(socket, toSend: mustSend, within: configuration.silenceMilliseconds) else {
                // What came while the question was asked is an answer, too.
                let server = askServer()
                if server != .isAtWork, !isReady(socket, toSend: mustSend, within: 1_000) { throw givenUp(server) }
                continue
            }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
        }
        return PQgetResult(handle)
    }

    /// What the server says of what it was sent.
    private enum Word {
        case isAtWork
        case isNotAtWork
        case nothing
    }

    /// Asks the server whether it is still at what it was sent: by a connection of its own.
    private func askServer() -> Word {
        let other = Link(configuration)
        do {
            try other.connect()
        } catch {
            // A server that takes nobody more is there, and cannot be asked.
            return error.kind == .busy ? .isAtWork : .nothing
        }
        defer { other.disconnect() }
        let isAtWork = other.isAnswered(
            "SELECT 1 FROM pg_stat_activity WHERE pid = \(PQbackendPID(handle)) AND state = 'active'"
                + " AND wait_event IS DISTINCT FROM 'ClientWrite'"
        )
        return isAtWork.map { $0 ? .isAtWork : .isNotAtWork } ?? .nothing
    }

    /// Whether a query has a row; none where no answer comes for as long as a statement may be silent.
    private func isAnswered(_ query: String) -> Bool? {
        guard PQsendQuery(handle, query) == 1, PQflush(handle) == 0 else { return nil }
        while PQisBusy(handle) == 1 {
            guard isReady(PQsocket(handle), toSend: false, within: configuration.silenceMilliseconds),
                PQconsumeInput(handle) == 1
            else { return nil }
        }
        guard let result = PQgetResult(handle) else { return nil }
        defer { PQclear(result) }
        return PQntuples(result) == 1
    }

    /// Lets go of a connection on which nothing comes back.
    ///
    /// Where the server says nothing elsewhere either, another connection would only be waited for as long again.
    private func givenUp(_ server: Word) -> SQLFailure {
        disconnect()
        recovery = server == .nothing ? .none : .reconnect
        wasGivenUp = true
        return SQLFailure(.cannotOpen, message: "PostgreSQL no longer answers; the connection counts as lost")
    }

    private func encoded(
        _ statement: SQLStatement,
        _ values: [SQLValue]
    ) throws(SQLFailure) -> (Ready, OutgoingValues) {
        let ready = try prepared(statement)
        precondition(
            values.count == ready.parameters.count,
            "\(values.count) values for \(ready.parameters.count) parameters in: \(statement.text)"
        )
        var outgoing = OutgoingValues()
        for (value, type) in zip(values, ready.parameters) where !outgoing.append(value, as: type) {
            throw SQLFailure(
                .constraint(name: nil),
                message: "a value does not fit its parameter's type (\(type))",
                statement: statement.text
            )
        }
        return (ready, outgoing)
    }

    private func prepared(_ statement: SQLStatement) throws(SQLFailure) -> Ready {
        if let known = ready[statement] { return known }
        if ready.count >= Self.mostReady {
            try simple("DEALLOCATE ALL")
            ready = [:]
        }
        readyCount += 1
        let name = "s\(readyCount)"
        guard PQsendPrepare(handle, name, statement.text, 0, nil) == 1 else { throw lost() }
        PQclear(try answer(lastResult(), statement.text))
        guard PQsendDescribePrepared(handle, name) == 1 else { throw lost() }
        let described = try answer(lastResult(), statement.text)
        defer { PQclear(described) }
        let made = Ready(name: name, parameters: (0..<PQnparams(described)).map { PQparamtype(described, $0) })
        ready[statement] = made
        return made
    }

    private func execute(_ ready: Ready, _ values: OutgoingValues, _ text: String) throws(SQLFailure) -> OpaquePointer {
        let sent = withParameters(values) { count, values, lengths, formats in
            PQsendQueryPrepared(handle, ready.name, count, values, lengths, formats, 1)
        }
        guard sent == 1 else { throw lost() }
        return try answer(lastResult(), text)
    }

    /// `result`, where it is no error; what it is where it is one.
    private func answer(_ result: OpaquePointer?, _ statement: String?) throws(SQLFailure) -> OpaquePointer {
        guard let result else { throw lost() }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY:
            return result
        default:
            defer { PQclear(result) }
            let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
            if case .none = recovery { recovery = Recovery(state: state) }
            if PQstatus(handle) != CONNECTION_OK {
                recovery = .reconnect
                if state.isEmpty { throw lost() }
            }
            throw SQLFailure(result: result, statement: statement)
        }
    }

    private func lost() -> SQLFailure {
        if !wasGivenUp { recovery = .reconnect }
        return SQLFailure(lost: handle, "the connection to PostgreSQL was lost")
    }
}

/// Ends a statement from another thread.
final class Canceller: @unchecked Sendable {
    // Right without a lock: libpq lets any thread use it, and it is freed when nobody holds it.
    private let handle: OpaquePointer

    init(handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        PQfreeCancel(handle)
    }

    /// Asks the server to end it; this takes a connection of its own and blocks until it was made.
    func cancel() {
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &message, 256)
    }
}

/// The rows of a statement under way.
private final class RowStream {
    private let link: Link
    private let statement: String
    /// Rows that were kept because something else was to be run meanwhile, the next one last.
    private var kept: [SQLRow] = []
    private var isAtEnd = false

    init(_ link: Link, _ statement: String) {
        self.link = link
        self.statement = statement
    }

    func next() throws(SQLFailure) -> SQLRow? {
        if let row = kept.popLast() { return row }
        return try arrived()
    }

    /// Takes in all that is still to come, so that the link is free.
    func keepRest() throws(SQLFailure) {
        var rest: [SQLRow] = []
        while let row = try arrived() { rest.append(row) }
        kept = rest.reversed() + kept
    }

    func dropRest() throws(SQLFailure) {
        kept = []
        while try arrived() != nil {}
    }

    private func arrived() throws(SQLFailure) -> SQLRow? {
        while !isAtEnd {
            let result: OpaquePointer?
            do {
                result = try link.nextResult(statement)
            } catch {
                isAtEnd = true
                while let after = try? link.nextResult(statement) { PQclear(after) }
                throw error
            }
            guard let result else {
                isAtEnd = true
                break
            }
            let answer = Answer(result, statement)
            if answer.rowCount > 0 { return answer.row(0) }
        }
        return nil
    }
}

/// What the server answered to one statement.
final class Answer {
    private let result: OpaquePointer
    private let statement: String

    init(_ result: OpaquePointer, _ statement: String) {
        self.result = result
        self.statement = statement
    }

    deinit {
        PQclear(result)
    }

    var rowCount: Int { Int(PQntuples(result)) }

    /// How many rows were inserted, updated or deleted; 0 for any other statement.
    var changedCount: Int {
        guard let command = PQcmdStatus(result), command[0] != CChar(UInt8(ascii: "S")) else { return 0 }
        return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func row(_ number: Int) -> SQLRow {
        let row = Int32(number)
        return SQLRow(
            (0..<PQnfields(result)).map { column in
                guard PQgetisnull(result, row, column) == 0, let start = PQgetvalue(result, row, column) else {
                    return .null
                }
                let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, column)))
                guard let value = incomingValue(bytes, of: PQftype(result, column)) else {
                    preconditionFailure("column \(column) is of a type that we do not read in: \(statement)")
                }
                return value
            }
        )
    }
}

/// Lends values to a call of libpq: how many, where they are, how long, and that they are binary.
private func withParameters<R>(
    _ outgoing: OutgoingValues,
    _ body: (
        Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> R
) -> R {
    let count = outgoing.places.count
    return outgoing.bytes.withUnsafeBytes { bytes in
        // An empty value must have an address too, or it would be NULL.
        var nothing: CChar = 0
        return withUnsafePointer(to: &nothing) { empty in
            let values: [UnsafePointer<CChar>?] = outgoing.places.map { place in
                guard place.count >= 0 else { return nil }
                guard place.count > 0, let start = bytes.baseAddress else { return empty }
                return (start + place.start).assumingMemoryBound(to: CChar.self)
            }
            let lengths = outgoing.places.map { Int32(max($0.count, 0)) }
            let formats = [Int32](repeating: 1, count: count)
            return body(Int32(count), values, lengths, formats)
        }
    }
}

/// Lends what libpq is told of where the server is and how to reach it, as its two arrays.
private func withParameters<R>(
    of configuration: PostgresConfiguration,
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
) -> R {
    // A URL stands where the name of a database may: libpq takes it apart.
    let all = configuration.parameters + [("dbname", configuration.address)]
    return withCStrings(all.map(\.key)) { keys in withCStrings(all.map(\.value)) { values in body(keys, values) } }
}

/// Lends texts as C's array of pointers, with a null at its end.
private func withCStrings<R>(_ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
    let copies = texts.map { text in
        let utf8 = Array(text.utf8) + [0]
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: utf8.count)
        for (place, byte) in utf8.enumerated() { copy[place] = CChar(bitPattern: byte) }
        return copy
    }
    defer {
        for copy in copies { copy.deallocate() }
    }
    let pointers: [UnsafePointer<CChar>?] = copies.map { UnsafePointer($0) } + [nil]
    return pointers.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else {
            preconditionFailure("an array with a null at its end is not empty")
        }
        return body(start)
    }
}
