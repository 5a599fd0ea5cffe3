internal import ArgumentParser
internal import JSONText
internal import SetiaCore
internal import SetiaServer
internal import SetiaService
internal import SetiaWire

/// `setia cart`: what carts come to.
struct CartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cart",
        abstract: "Say what a cart comes to, with codes and points.",
        discussion: """
            EXAMPLES
              setia cart evaluate cart.json
              setia cart evaluate cart.json --database shop.db
              setia cart evaluate basket-of-ana.json --keys shop.keys
            """,
        subcommands: [CartEvaluateCommand.self]
    )
}

/// `setia cart evaluate FILE`: what `POST /v1/carts/evaluate` answers.
struct CartEvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Say what a cart comes to; nothing is used.",
        discussion: """
            The file holds what POST /v1/carts/evaluate takes, and what is printed is what it answers.

            EXAMPLES
              setia cart evaluate cart.json
              setia cart evaluate cart.json --database shop.db
              setia cart evaluate basket-of-ana.json --keys shop.keys
            """
    )

    @OptionGroup var brand: BrandOptions
    @Argument(help: ArgumentHelp("The cart, as JSON.", valueName: "file"))
    var file: String

    func run() async throws {
        try await reporting {
            let parsed = try cart()
            try await brand.withBrand { brand in
                var who = Intake.Who.nobody
                if let text = parsed.member {
                    guard let member = MemberID(text: text) else { throw MemberReference.unknownID }
                    who = .member(member)
                } else if let identity = parsed.identity, let kind = IdentityKind(rawValue: identity.kind),
                    let known = try? Identity(kind: kind, text: identity.value)
                {
                    who = .identity(known)
                }
                let answer: CartAnswer
                do {
                    answer = try await brand.service.evaluateCart(
                        CartQuestion(
                            cart: parsed.cart,
                            who: who,
                            codes: parsed.codes,
                            isAllOrNothing: parsed.isAllOrNothing,
                            caller: "command"
                        )
                    )
                } catch let refusal as Refusal {
                    throw failure(problem(for: refusal).detail)
                }
                let language = parsed.language.flatMap { Language(rawValue: $0) } ?? answer.language
                let words = CartWords(answer.version, language)
                let body = CartAnswerBody(
                    parsed.cart,
                    answer.evaluation,
                    typed: answer.typed,
                    name: { words.name(of: $0) },
                    why: { words.why($0) },
                    whyPoints: { words.why($0) },
                    near: { words.tell($0, in: parsed.cart.currency) }
                )
                Shell.current.say(try JSON.parse(body.bytes).pretty)
            }
        }
    }

    private func cart() throws -> ParsedCart {
        do {
            return try parseCart(try JSON.parse(Array(try InputFile(file).text(atMost: 1 << 20).utf8)))
        } catch let malformed as MalformedBody {
            throw failure(malformed.problems.map { "\($0.field) \($0.reason)" }.joined(separator: "; "))
        } catch let malformed as JSONFailure {
            throw failure("it is no JSON: \(malformed)")
        }
    }

    private func failure(_ why: String) -> CommandFailure {
        CommandFailure(
            "the cart was not evaluated",
            why: why,
            todo: "mend the file; the form is that of POST /v1/carts/evaluate",
            .badData
        )
    }
}
