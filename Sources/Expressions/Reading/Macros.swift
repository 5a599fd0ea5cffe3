/// Calls that are no calls but forms of the language.
///
/// - SeeAlso: cel-spec, `langdef.md`, "Macros", and cel-go's `ext.TwoVarComprehensions` for those with two names.
enum Macros {
    /// The names of those that are called like methods, for hints.
    static let names = ["all", "exists", "exists_one", "filter", "map", "transformList", "transformMap"]

    /// The form that a macro call stands for, or nil where the name and the number of arguments are those of no macro.
    static func expand(
        _ name: String,
        target: Syntax?,
        arguments: [Syntax]
    ) throws(Complaint) -> Syntax.Form? {
        guard let target else {
            guard name == "has", arguments.count == 1 else { return nil }
            guard case .select(let target, let field, let fieldRange, false) = arguments[0].form else {
                throw Complaint(.syntax, arguments[0].range, "has() asks for a field", hint: "write has(a.b)")
            }
            return .select(target, field: field, fieldRange: fieldRange, tests: true)
        }
        let count = arguments.count
        switch (name, count) {
        case ("all", 2), ("all", 3): return try loop(.all, target, arguments, names: count - 1, hasFilter: false)
        case ("exists", 2), ("exists", 3):
            return try loop(.exists, target, arguments, names: count - 1, hasFilter: false)
        case ("exists_one", 2), ("existsOne", 2):
            return try loop(.existsOne, target, arguments, names: 1, hasFilter: false)
        case ("exists_one", 3), ("existsOne", 3):
            return try loop(.existsOne, target, arguments, names: 2, hasFilter: false)
        case ("filter", 2): return try loop(.filter, target, arguments, names: 1, hasFilter: false)
        case ("map", 2): return try loop(.map, target, arguments, names: 1, hasFilter: false)
        case ("map", 3): return try loop(.map, target, arguments, names: 1, hasFilter: true)
        case ("transformList", 3): return try loop(.map, target, arguments, names: 2, hasFilter: false)
        case ("transformList", 4): return try loop(.map, target, arguments, names: 2, hasFilter: true)
        case ("transformMap", 3): return try loop(.transformMap, target, arguments, names: 2, hasFilter: false)
        case ("transformMap", 4): return try loop(.transformMap, target, arguments, names: 2, hasFilter: true)
        default: return nil
        }
    }

    private static func loop(
        _ kind: Syntax.Loop.Kind,
        _ target: Syntax,
        _ arguments: [Syntax],
        names count: Int,
        hasFilter: Bool
    ) throws(Complaint) -> Syntax.Form {
        var names: [String] = []
        for argument in arguments.prefix(count) {
            guard case .name(let name, fromRoot: false) = argument.form else {
                throw Complaint(
                    .syntax,
                    argument.range,
                    "the macro needs a name for the element here",
                    hint: "write items.exists(item, item.price > 10)"
                )
            }
            if names.contains(where: { CodePoints.areEqual($0, name) }) {
                throw Complaint(.syntax, argument.range, "the name \(name) stands twice")
            }
            names.append(name)
        }
        return .loop(
            Syntax.Loop(
                kind: kind,
                range: target,
                names: names,
                filter: hasFilter ? arguments[count] : nil,
                body: arguments[arguments.count - 1]
            )
        )
    }
}
