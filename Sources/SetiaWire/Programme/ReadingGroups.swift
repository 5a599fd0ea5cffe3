import SetiaCore

extension ProgrammeReader {
    /// What rules are chosen among.
    mutating func readGroups(_ node: YAMLNode) -> [RuleGroup] {
        guard let members = members(of: node, each: "a group by its name, such as bonus: {kind: best_of}") else {
            return []
        }
        var groups: [RuleGroup] = []
        for member in members {
            let key = name(of: member, in: node)
            let parts = self.members(of: member.value, known: ["kind", "priority"], required: ["kind"])
            let group = RuleGroup(
                key: key,
                kind: parts?["kind"].flatMap { word($0, kinds) } ?? .stack,
                priority: parts?["priority"].map { priority($0) } ?? 0
            )
            if group.kind == .exclusive,
                let other = groups.first(where: { $0.kind == .exclusive && $0.priority == group.priority })
            {
                complain(
                    node,
                    member,
                    "overlaps with the exclusive group '\(other.key)': both would stand alone; give them different priorities"
                )
            }
            groups.append(group)
        }
        return groups
    }

    /// A group has rules, and those that compare give in one wallet.
    mutating func checkGroups(_ node: YAMLNode, _ rules: [Rule], _ promotions: [Promotion]) {
        guard case .map(let members) = node.content else { return }
        for member in members {
            guard let group = groups.first(where: { $0.key == Key(member.key) }) else { continue }
            let own = rules.filter { $0.group == group.key }
            if own.isEmpty, !promotions.contains(where: { $0.group == group.key }) {
                complain(node, member, "no rule or promotion is chosen in this group; say 'group: \(group.key)' in one")
            }
            guard group.kind == .bestOf else { continue }
            var known: [Key] = []
            for rule in own {
                let wallet: Key? =
                    switch rule.effect {
                    case .earnByRate(let wallet, _), .earnFixed(let wallet, _, _): wallet
                    case .multiply(_, let wallet): wallet ?? wallets?.first?.key
                    }
                if let wallet, !known.contains(wallet) { known.append(wallet) }
            }
            if known.count > 1 {
                complain(
                    node,
                    member,
                    "its rules give \(known.map(\.text).joined(separator: " and ")), which do not compare; the best of a group is chosen in one wallet"
                )
            }
        }
    }
}

private let kinds = RuleGroup.Kind.allCases.map { ($0.rawValue, $0) }
