/// What a step of a journey does, by the word that stands for it in a document.
package enum JourneyStepKind: String, Sendable, Hashable, CaseIterable {
    case wait, waitUntil, waitFor, branch, split, message, survey, points, reward, task, event, goal, exit

    /// Whether something comes after it without being named.
    package var goesOn: Bool { self != .split && self != .exit }
}

/// The steps of a journey's document and where each leads, as far as it can be read: also of one that cannot be kept yet.
package struct JourneyOutline: Sendable {
    /// In the order of the document.
    package let steps: [Step]

    /// A step as it is written.
    package struct Step: Sendable {
        /// Its name.
        package let name: String
        /// What it does; none where no word says it, or several do.
        package let kind: JourneyStepKind?
        /// All that stands under its name.
        package let tree: YAMLTree
        /// Where it leads, in the order of the document.
        package let leads: [Lead]
    }

    /// A way from one step to another.
    package struct Lead: Sendable, Hashable {
        /// When it is gone.
        package let way: Way
        /// The step that it leads to; none is the end.
        package let to: String?
        /// Whether it is only said by the order of the steps.
        package let isByOrder: Bool
        /// Where it is written, from the step.
        let path: [DocumentStep]
    }

    /// When a way is gone.
    package enum Way: Sendable, Hashable {
        /// In any case.
        case next
        /// What was waited for has happened.
        case happened
        /// It has not.
        case late
        /// This has happened instead.
        case instead(String)
        /// This condition holds.
        case holds(String)
        /// None does.
        case otherwise
        /// By chance, this share.
        case share(String)
    }

    /// The most steps that a journey may have.
    package static let mostSteps = 60

    /// The steps of a document.
    package init(_ document: YAMLTree) {
        let members = document["steps"]?.members ?? []
        steps = members.enumerated().map { place, member in
            let kinds = JourneyStepKind.allCases.filter { member.value[$0.rawValue] != nil }
            let kind = kinds.count == 1 ? kinds[0] : nil
            let following = place + 1 < members.count ? members[place + 1].key : nil
            let leads = JourneyOutline.leads(member.value, kind, following)
            return Step(name: member.key, kind: kind, tree: member.value, leads: leads)
        }
    }

    /// The step of a name.
    package func step(_ name: String) -> Step? { steps.first { $0.name.utf8.elementsEqual(name.utf8) } }

    /// The steps from which one leads to `name`, each once, in the order of the document.
    package func leading(to name: String) -> [Step] {
        steps.filter { step in step.name != name && step.leads.contains { $0.to == name } }
    }

    private static func leads(_ tree: YAMLTree, _ kind: JourneyStepKind?, _ following: String?) -> [Lead] {
        func lead(_ way: Way, _ text: String?, _ path: [DocumentStep], or other: Lead? = nil) -> Lead {
            guard let text else { return Lead(way: way, to: other?.to ?? nil, isByOrder: true, path: path) }
            return Lead(way: way, to: text == "end" ? nil : text, isByOrder: false, path: path)
        }
        let order = Lead(way: .next, to: following, isByOrder: true, path: [.key("next")])
        let next = lead(.next, tree["next"]?.text, [.key("next")], or: order)
        func on(_ way: Way) -> Lead { Lead(way: way, to: next.to, isByOrder: next.isByOrder, path: next.path) }
        switch kind {
        case .exit: return [Lead(way: .next, to: nil, isByOrder: false, path: [])]
        case .split:
            return (tree["split"]?.members ?? []).map {
                lead(.share($0.value.text ?? ""), $0.key, [.key("split"), .key($0.key)])
            }
        case .branch:
            let ways = (tree["branch"]?.elements ?? []).enumerated().map { place, way in
                lead(
                    .holds(way["if"]?.text ?? ""),
                    way["to"]?.text ?? "",
                    [.key("branch"), .element(place), .key("to")]
                )
            }
            return ways + [on(.otherwise)]
        case .waitFor:
            let late = lead(.late, tree["waitFor"]?["late"]?.text, [.key("waitFor"), .key("late")], or: next)
            let others = (tree["waitFor"]?["or"]?.elements ?? []).enumerated().map { place, other in
                lead(
                    .instead(other["event"]?.text ?? ""),
                    other["to"]?.text ?? "",
                    [.key("waitFor"), .key("or"), .element(place), .key("to")]
                )
            }
            return [on(.happened)] + others + [late]
        default: return [next]
        }
    }
}
