internal import ArgumentParser
internal import SetiaCore
internal import SetiaService

/// Which members a command is about.
struct MemberFilterOptions: ParsableArguments {
    @Option(help: "Where they stand: prospect, active, suspended, closed or erased.")
    var status: String?

    @Option(help: "Their level of the programme's first ladder.")
    var level: String?

    @Option(help: "Their country, such as MY.")
    var country: String?

    @Option(help: "Their language, such as th.")
    var language: String?

    @Option(help: "A store where they did something; may be given again.")
    var store: [String] = []

    @Option(help: ArgumentHelp("The first day of joining.", valueName: "day"))
    var joinedFrom: String?

    @Option(help: ArgumentHelp("The last day of joining.", valueName: "day"))
    var joinedTo: String?

    /// The query of these and a text.
    func query(text: String = "") throws -> MemberQuery {
        var query = MemberQuery(text: text)
        if let status {
            guard let known = MemberStatus(rawValue: status) else {
                throw ValidationError("--status is prospect, active, suspended, closed or erased, not \(status)")
            }
            query.status = known
        }
        query.tier = level.map { Key($0) }
        query.country = country.map { Key($0) }
        query.language = language.map { Key($0) }
        if !store.isEmpty {
            query.stores = try store.map { name in
                guard let store = try? StoreID(name) else { throw ValidationError("--store \(name) is no store's id") }
                return store
            }
        }
        query.joinedFrom = try day(joinedFrom, "--joined-from")
        query.joinedTo = try day(joinedTo, "--joined-to")
        return query
    }

    private func day(_ text: String?, _ name: String) throws -> Day? {
        guard let text else { return nil }
        guard let day = Day(iso: text) else {
            throw ValidationError("\(name) is a day such as 2026-03-01, not \(text)")
        }
        return day
    }
}
