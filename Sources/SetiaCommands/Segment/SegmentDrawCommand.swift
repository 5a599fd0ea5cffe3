internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia segment draw`: draws members by chance and gives each something.
struct SegmentDrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draw",
        abstract: "Draw members of a segment by chance, and give each something.",
        discussion: """
            Seed, members and result are kept, so that anybody can draw again: see `setia segment draws`. The same draw again \
            draws nobody anew, and goes on giving where it was stopped.

            EXAMPLES
              setia segment draw regulars --name raya --count 10 --points 500
              setia segment draw everyone --name june --share 1% --reward cake
              setia segment draw regulars --name raya --count 10 --points 500 --seed 8c1fe2
            """
    )

    @Argument(help: ArgumentHelp("The segment's key, or everyone.", valueName: "segment"))
    var segment: String

    @Option(help: ArgumentHelp("What the draw is called; each name is drawn once.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("How many are drawn.", valueName: "n"))
    var count: Int64?

    @Option(help: ArgumentHelp("Which share of them is drawn, such as 2.5%.", valueName: "share"))
    var share: String?

    @Option(help: ArgumentHelp("How many points each gets.", valueName: "points"))
    var points: Int64?

    @Option(help: ArgumentHelp("Of which wallet; the first where it is left out.", valueName: "wallet"))
    var wallet: String?

    @Option(help: ArgumentHelp("Which reward each gets.", valueName: "reward"))
    var reward: String?

    @Option(
        help: ArgumentHelp(
            "What members are ranked by; one that nobody knows before where it is left out.",
            valueName: "seed"
        )
    )
    var seed: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (count == nil) != (share == nil) else { throw ValidationError("Say --count or --share.") }
        guard (points == nil) != (reward == nil) else { throw ValidationError("Say --points or --reward.") }
        if share != nil, size == nil { throw ValidationError("--share is such as 5% or 2.5%.") }
    }

    private var size: DrawOrder.Size? {
        if let count { return .count(count) }
        return share.flatMap { hundredths(ofPercentage: $0) }.map { .share($0) }
    }

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let service = brand.service
                var present: Present
                if let reward {
                    present = .reward(Key(reward))
                } else {
                    let first = try await service.currentVersion()?.programme.wallets.first?.key
                    present = .points(wallet: wallet.map { Key($0) } ?? first ?? "", points: Points(points ?? 0))
                }
                let order = DrawOrder(
                    name: Key(name),
                    segment: segment == "everyone" ? nil : Key(segment),
                    size: size ?? .count(0),
                    present: present,
                    seed: seed
                )
                do {
                    let view = try await service.draw(order, by: .operator)
                    let shell = Shell.current
                    guard !output.json else { return shell.say(view.json.pretty) }
                    for member in view.drawn { shell.say(member.text) }
                    shell.note(
                        "\(counted(view.drawn.count, "member")) drawn of \(grouped(view.draw.candidates)), "
                            + "by the seed \(view.draw.seed)"
                    )
                } catch let refusal as DrawRefusal {
                    throw drawFailure(refusal)
                }
            }
        }
    }
}

/// `setia segment draws`: what was drawn, and whether drawing again comes to the same.
struct SegmentDrawsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "draws",
        abstract: "List draws, or draw one again and compare.",
        discussion: """
            Members are ranked by the HMAC-SHA-256 of their ids, whose key is setia/draw/NAME/SEED; those who come first were \
            drawn.

            EXAMPLES
              setia segment draws
              setia segment draws raya
              setia segment draws raya --json
            """
    )

    @Argument(help: ArgumentHelp("The draw to look at; all where it is left out.", valueName: "name"))
    var name: String?

    @OptionGroup var brand: BrandOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting {
            try await brand.withBrand { brand in
                let (service, shell) = (brand.service, Shell.current)
                guard let name else {
                    let draws = try await service.draws()
                    guard !output.json else { return shell.say(JSON.array(draws.map(\.json)).pretty) }
                    guard !draws.isEmpty else { return shell.note("nothing was drawn yet") }
                    var table = TextTable([
                        ("draw", .left), ("segment", .left), ("drawn", .right), ("of", .right), ("gives", .left),
                        ("when", .left),
                    ])
                    for draw in draws {
                        table.add(
                            draw.name.text,
                            draw.segment?.text ?? "everyone",
                            grouped(draw.count),
                            grouped(draw.candidates),
                            draw.present.written,
                            draw.at.rfc3339
                        )
                    }
                    return shell.say(table.text)
                }
                guard let view = try await service.draw(named: Key(name)),
                    let check = try await service.check(draw: Key(name))
                else {
                    throw CommandFailure(
                        "there is no such draw",
                        why: "nothing was drawn as '\(name)'",
                        todo: "see `setia segment draws`",
                        .notThere
                    )
                }
                if output.json {
                    shell.say(view.json.pretty)
                } else {
                    for member in view.drawn { shell.say(member.text) }
                    shell.note(
                        "drawn of \(counted(Int(check.candidates), "member")) by the seed \(view.draw.seed); "
                            + "\(view.draw.present.written) each"
                    )
                }
                guard check.isRight else {
                    throw CommandFailure(
                        "drawing again does not come to the same",
                        why: "\(counted(check.differing.count, "member")) differ",
                        todo: "look who changed the tables draw and draw_entry",
                        .badData
                    )
                }
                shell.note("drawn again: the same")
            }
        }
    }
}

extension Present {
    /// As a person reads it.
    fileprivate var written: String {
        switch self {
        case .points(let wallet, let points): "\(grouped(points.units)) \(wallet)"
        case .reward(let reward): reward.text
        }
    }
}

extension SurpriseDraw {
    fileprivate var json: JSON {
        var members: [(String, JSON)] = [
            ("at", .string(at.rfc3339)), ("by", .string(by.text)), ("candidates", .integer(candidates)),
            ("count", .integer(count)), ("draw", .string(name.text)),
        ]
        switch present {
        case .points(let wallet, let points):
            members += [("points", .integer(points.units)), ("wallet", .string(wallet.text))]
        case .reward(let reward): members.append(("reward", .string(reward.text)))
        }
        members += [("seed", .string(seed)), ("segment", .string(segment?.text ?? "everyone"))]
        return .object(JSONObject(members.sorted { $0.0 < $1.0 }))
    }
}

extension DrawView {
    fileprivate var json: JSON {
        guard case .object(let own) = draw.json else { return draw.json }
        let drawn = ("drawn", JSON.array(drawn.map { .string($0.text) }))
        return .object(JSONObject((own.members.map { ($0.key, $0.value) } + [drawn]).sorted { $0.0 < $1.0 }))
    }
}

/// What a person is told of a refusal.
private func drawFailure(_ refusal: DrawRefusal) -> CommandFailure {
    func failure(_ why: String, _ todo: String) -> CommandFailure {
        CommandFailure("nothing was drawn", why: why, todo: todo, .badData)
    }
    func known(_ keys: [Key]) -> String { keys.isEmpty ? "none" : keys.map(\.text).joined(separator: ", ") }
    return switch refusal {
    case .name:
        failure(
            "a name has 1 to 64 letters, digits, hyphens and underscores, and begins with a letter",
            "choose another --name"
        )
    case .taken(let name): failure("'\(name)' was drawn before, of something else", "choose another --name")
    case .unknownSegment(let key, let all):
        failure("the programme has no segment '\(key)', only \(known(all))", "name one of them, or everyone")
    case .unknownWallet(let key, let all):
        failure("the programme has no wallet '\(key)', only \(known(all))", "name one of them")
    case .unknownReward(let key, let all):
        failure("the programme has no reward '\(key)', only \(known(all))", "name one of them")
    case .size:
        failure(
            "1 to \(grouped(SetiaService.mostDrawn)) members can be drawn, and 1 to 1,000,000,000 points given",
            "mend --count, --share or --points"
        )
    case .seed: failure("a seed has 1 to 100 visible characters", "choose another --seed")
    case .nobody: failure("no active member belongs to it", "see `setia segment list`")
    }
}
