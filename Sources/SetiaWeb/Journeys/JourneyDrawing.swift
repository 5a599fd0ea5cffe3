internal import SetiaCore
internal import SetiaService
internal import SetiaWire

/// A journey drawn on the server: a box a step, and a line for each way (rule Y-21).
///
/// It stands there without scripts, prints, and is the same for everybody. The list beside it says the same, so that
/// nobody needs the picture.
struct JourneyDrawing {
    let outline: JourneyOutline
    let texts: Texts
    /// What it is called.
    let name: String
    /// What begins it, in words.
    let begin: String
    /// What a step does, in words, by its name.
    let words: [String: String]
    /// How many came to a step and stand there, in words; nothing is drawn for none.
    var counts: [String: String] = [:]
    /// The steps with which something is wrong.
    var wrong: Set<String> = []

    private static let (width, height, most) = (224, 62, 26)

    /// As templates see it: beside the list where there is room for it, else above; nothing where it is too tangled.
    var fields: Fields {
        // No journey has more; a document that is worked on may.
        guard outline.steps.count <= JourneyOutline.mostSteps else { return [:] }
        let graph = self.graph
        guard let layout = FlowLayout(graph.0) else { return [:] }
        return [layout.width > Self.narrow ? "wideSvg" : "svg": svg(layout, graph.labels)]
    }

    /// Up to this width it has room in a column.
    private static let narrow = 300

    /// As SVG, to be put into a page as it is.
    private func svg(_ layout: FlowLayout, _ labels: [String]) -> String {
        var body = ""
        for (line, label) in zip(layout.lines, labels) { body += drawn(line, label) }
        for (place, box) in layout.boxes.enumerated() {
            switch place {
            case 0: body += ending(box, begin)
            case layout.boxes.count - 1: body += ending(box, texts.say("journey.end"))
            default: body += drawn(box, outline.steps[place - 1])
            }
        }
        return """
            <svg class="flow" role="img" aria-labelledby="flow-title flow-about" width="\(layout.width)" \
            height="\(layout.height)" viewBox="0 0 \(layout.width) \(layout.height)">\
            <title id="flow-title">\(escaped(texts.say("journey.drawn", ["name": name])))</title>\
            <desc id="flow-about">\(escaped(about))</desc>\
            <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
            <path class="tip" d="M0 0l8 4-8 4z"/></marker></defs>\(body)</svg>
            """
    }

    /// The same in words: each step with what it does and where it leads.
    private var about: String {
        outline.steps.map { step in
            let leads = step.leads.map { texts.leads(when: texts.when($0.way), to: $0.to) }
            return "\(step.name): \(([words[step.name] ?? ""] + leads).joined(separator: ", "))."
        }.joined(separator: " ")
    }

    /// What is laid out, and what stands on each way.
    private var graph: (FlowGraph, labels: [String]) {
        var places: [String: Int] = [:]
        for (place, step) in outline.steps.enumerated() where places[step.name] == nil { places[step.name] = place + 1 }
        let end = outline.steps.count + 1
        func round(_ text: String) -> FlowGraph.Size {
            FlowGraph.Size(width: max(88, Drawn.width(of: shown(text, upTo: 34), 13) + 32), height: 32)
        }
        let boxes =
            [round(begin)] + outline.steps.map { _ in FlowGraph.Size(width: Self.width, height: Self.height) }
            + [round(texts.say("journey.end"))]
        // Of several ways between the same two steps one is drawn, with what stands on each.
        var ways: [FlowGraph.Way] = [FlowGraph.Way(from: 0, to: outline.steps.isEmpty ? end : 1)]
        var labels = [""]
        for (place, step) in outline.steps.enumerated() {
            var told: [(to: Int, words: [String])] = []
            for lead in step.leads {
                guard let to = lead.to.map({ places[$0] }) ?? end else { continue }
                let words = texts.when(lead.way)
                if let known = told.firstIndex(where: { $0.to == to }) {
                    told[known].words.append(words)
                } else {
                    told.append((to, [words]))
                }
            }
            for (to, words) in told {
                // Where all ways lead to the same step it need not be said which is which.
                let isPlain = told.count == 1 && step.kind != .split && step.kind != .branch
                let label = isPlain ? "" : words.filter { !$0.isEmpty }.joined(separator: " · ")
                labels.append(label)
                let room =
                    label.isEmpty
                    ? nil : FlowGraph.Size(width: Drawn.width(of: shown(label, upTo: Self.most), 12) + 12, height: 20)
                ways.append(FlowGraph.Way(from: place + 1, to: to, label: room))
            }
        }
        return (FlowGraph(boxes: boxes, ways: ways), labels)
    }

    private func ending(_ box: FlowLayout.Box, _ text: String) -> String {
        """
        <g class="ending"><title>\(escaped(text))</title>\
        <rect x="\(box.x)" y="\(box.y)" width="\(box.width)" height="\(box.height)" rx="16"/>\
        <text x="\(box.middle)" y="\(box.y + 21)" text-anchor="middle" class="soft">\(escaped(shown(text, upTo: 34)))</text></g>
        """
    }

    private func drawn(_ box: FlowLayout.Box, _ step: JourneyOutline.Step) -> String {
        let kind = step.kind.map { texts.say("journey.kind.\($0.rawValue)") } ?? "?"
        let does = words[step.name] ?? ""
        let count = counts[step.name]
        let left = box.x + 14
        let room = Self.width - 24 - Drawn.width(of: kind, 12)
        var all = "<g class=\"step \(step.kind?.family ?? "")\(wrong.contains(step.name) ? " wrong" : "")\">"
        all += "<title>\(escaped("\(step.name): \(does)"))</title>"
        all += "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" rx=\"8\"/>"
        all += "<path class=\"stripe\" d=\"M\(box.x + 4) \(box.y + 9)v\(box.height - 18)\"/>"
        all +=
            "<text x=\"\(left)\" y=\"\(box.y + 19)\" class=\"name\">\(escaped(Drawn.fitted(step.name, room, 14)))</text>"
        all +=
            "<text x=\"\(box.right - 10)\" y=\"\(box.y + 19)\" text-anchor=\"end\" class=\"kind\">\(escaped(kind))</text>"
        all +=
            "<text x=\"\(left)\" y=\"\(box.y + 37)\" class=\"soft\">\(escaped(Drawn.fitted(does, Self.width - 24, 13)))</text>"
        if let count {
            all += "<text x=\"\(left)\" y=\"\(box.y + 54)\" class=\"count\">"
            all += "\(escaped(Drawn.fitted(count, Self.width - 24, 13)))</text>"
        }
        return all + "</g>"
    }

    private func drawn(_ line: FlowLayout.Line, _ label: String) -> String {
        var path = ""
        for (place, point) in line.points.enumerated() {
            guard place > 0 else {
                path += "M\(point.x) \(point.y)"
                continue
            }
            let before = line.points[place - 1]
            if before.x == point.x || before.y == point.y {
                path += "L\(point.x) \(point.y)"
            } else {
                let middle = (before.y + point.y) / 2
                path += "C\(before.x) \(middle) \(point.x) \(middle) \(point.x) \(point.y)"
            }
        }
        var all = "<path class=\"way\(line.isBack ? " back" : "")\" marker-end=\"url(#tip)\" d=\"\(path)\"/>"
        if let box = line.label {
            all += "<g class=\"said\"><title>\(escaped(label))</title>"
            all += "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" rx=\"4\"/>"
            all += "<text x=\"\(box.middle)\" y=\"\(box.y + 14)\" text-anchor=\"middle\">"
            all += "\(escaped(shown(label, upTo: Self.most)))</text></g>"
        }
        return all
    }
}

/// How wide texts are, roughly: no font is at hand where the picture is drawn.
enum Drawn {
    /// In pixels, rather more than less; marks above and below letters take no room.
    static func width(of text: String, _ size: Int) -> Int {
        let letters = text.unicodeScalars.reduce(0.0) { sum, scalar in
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark, .format: sum
            case .uppercaseLetter: sum + 0.7
            default:
                sum
                    + (scalar.value >= 0x1100 && scalar.value < 0x1_0000
                        ? 1 : "iljt.,:;|!' ".unicodeScalars.contains(scalar) ? 0.34 : 0.57)
            }
        }
        return Int((letters * Double(size)).rounded(.up))
    }

    /// As much of a text as has room.
    static func fitted(_ text: String, _ room: Int, _ size: Int) -> String {
        guard width(of: text, size) > room else { return text }
        var text = text
        while !text.isEmpty, width(of: text + "…", size) > room { text.removeLast() }
        return text + "…"
    }
}

extension JourneyStepKind {
    /// What it is like, for its colour: time, chance and choice, what is said, what is given, what is done.
    fileprivate var family: String {
        switch self {
        case .wait, .waitUntil, .waitFor: "time"
        case .branch, .split: "choice"
        case .message, .survey: "words"
        case .points, .reward: "gift"
        case .task, .event: "deed"
        case .goal, .exit: "finish"
        }
    }
}

extension Texts {
    /// Where a way leads, and when it is gone where that is said.
    func leads(when: String, to: String?) -> String {
        let to = to ?? say("journey.end")
        return when.isEmpty ? "→ \(to)" : "\(when) → \(to)"
    }

    /// When a way is gone, in a few words; nothing where it is gone in any case.
    func when(_ way: JourneyOutline.Way) -> String {
        switch way {
        case .next: ""
        case .happened: say("journey.way.happened")
        case .late: say("journey.way.late")
        case .holds(let what), .instead(let what): say("journey.way.holds", ["what": what])
        case .otherwise: say("journey.way.otherwise")
        case .share(let share): share
        }
    }
}
