// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Holds the bonds of two parties until they, or whom they named, say how their deal ended
/// @notice Nobody owns it: no owner, no pause, no upgrade. A deposit moves by the parties' signatures, by the resolver,
/// the oracle or the panel that both signed for, or back to whom it came from when a deadline has passed. No clock ever
/// moves a bond to the other side. Every way out can be called by anyone who holds what it asks for.
///
/// What always holds:
/// 1. For each token: held + credited + paid out = deposited.
/// 2. A deal ends once, and never begins again.
/// 3. Whatever is held can leave after the last deadline, by anyone's call, without the desk.
/// 4. Of a bond that is lost, and of no other value, parts go to the burn address, the treasury and the panel.
interface IChallengeEscrow {
    /// How far a deal is. `Disputed` still allows every way to settle.
    enum State {
        None,
        Open, // the creator has deposited
        Joined, // both have deposited
        Disputed,
        Ended
    }

    enum Outcome {
        None,
        Fulfilled,
        CreatorWin,
        CounterpartyWin,
        Draw,
        NoContest
    }

    /// Who decided how a deal ended.
    enum Decider {
        Parties,
        Resolver,
        Oracle,
        Panel
    }

    enum Comparator {
        AtLeast,
        AtMost
    }

    /// The answer of the first round of `feed` at or after `notBefore` decides: true, the creator wins.
    struct Oracle {
        address feed; // zero: none
        Comparator comparator;
        int256 threshold;
        uint64 notBefore;
        uint64 maxAge; // seconds after `notBefore` until which that round must have been written
    }

    /// A panel of m is drawn from the roster under `root`; k equal votes decide.
    struct Panel {
        bytes32 root; // zero: none
        uint256 totalWeight;
        uint32 k;
        uint32 m;
        address[] struck; // never seated; at most 16
    }

    /// What both parties signed, as far as the chain has to know it. Times are unix seconds, amounts at most uint128.
    struct Deal {
        address creator;
        address counterparty;
        address token; // zero: the chain's coin
        uint256 creatorBond;
        uint256 counterpartyBond;
        uint256 creatorBase;
        uint256 counterpartyBase;
        uint64 joinBy;
        uint64 respondBy; // zero: no responses asked
        uint64 settleBy;
        uint64 disputeWindow; // seconds
        address resolver; // zero: none
        Oracle oracle;
        Panel panel;
        bytes32 finalHash; // FINAL of the commitment chain
        bytes32 salt; // the hash of the terms
    }

    /// A row of the roster. It is drawn when `weightBefore <= r < weightBefore + weight`.
    struct Leaf {
        uint256 index;
        address member;
        uint256 weightBefore;
        uint256 weight;
    }

    /// What a wallet shows when somebody signs how a deal ends. `outcome` is one of the five in capitals with underscores
    /// and both amounts 0, or SPLIT with amounts that add up to everything held. `title` must say the same.
    struct Settle {
        string title;
        string challenge;
        bytes32 deal;
        bytes32 finalHash; // signed under the name `final`, which Solidity keeps for itself
        string outcome;
        uint256 toCreator;
        uint256 toCounterparty;
        uint256 nonce;
        uint64 validUntil;
    }

    /// What the contract remembers of a deal beside its terms.
    struct Status {
        State state;
        uint64 disputedAt;
        uint64 disputeUntil;
        address opener;
        uint256 disputeFee;
        bool creatorResponded;
        bool counterpartyResponded;
        uint32 round;
        uint32 nextAttempt;
        uint64 seedBlock;
        bytes32 seed; // zero until it is fixed
        address[] seats; // of this round
    }

    event Opened(bytes32 indexed id, address indexed creator, address indexed counterparty, Deal deal);
    event Joined(bytes32 indexed id);
    event Responded(bytes32 indexed id, address indexed party, bytes32 responseHash);
    event DisputeOpened(
        bytes32 indexed id, address indexed opener, bytes32 caseHash, uint256 fee, uint64 until, uint64 seedBlock
    );
    event SeedFixed(bytes32 indexed id, uint32 round, bytes32 seed, bytes32 blockHash);
    /// The block hash was out of reach: the seed comes from a later block.
    event SeedMissed(bytes32 indexed id, uint32 round, uint64 seedBlock);
    event Seated(bytes32 indexed id, uint32 round, uint32 seat, uint32 attempt, address indexed member);
    event Redrawn(bytes32 indexed id, uint32 round, uint64 seedBlock);
    event OffersVoided(bytes32 indexed id, address indexed party, uint256 nonce);
    event Settled(bytes32 indexed id, Outcome outcome, Decider by);
    event Split(bytes32 indexed id, uint256 toCreator, uint256 toCounterparty);
    event Expired(bytes32 indexed id);
    event Credited(bytes32 indexed id, address indexed account, address indexed token, uint256 amount);
    event Paid(address indexed account, address indexed token, address to, uint256 amount);

    error UnknownDeal(bytes32 id);
    error AlreadyOpened(bytes32 id);
    error WrongState(bytes32 id, State state);
    error InvalidDeal(string why);
    error NotParty(address caller);
    error WrongValue(uint256 sent, uint256 needed);
    error TokenTookFee(address token, uint256 received, uint256 needed);
    /// `from` is the first second, or for a seed the first block, in which the call is allowed.
    error TooEarly(uint64 from);
    error TooLate(uint64 until);
    error ResponsesMissing();
    error AlreadyResponded(address party);
    error EmptyHash();
    error DifferentTerms();
    error WrongTitle(string title);
    error WrongFinal(bytes32 signed);
    error WrongOutcome(string outcome);
    error WrongAmounts(uint256 sum, uint256 held);
    error WrongNonce(address signer, uint256 signed, uint256 current);
    error OfferOver(uint64 validUntil);
    error InvalidSignature(address signer);
    error NoResolver();
    error NoOracle();
    error WrongRound(uint80 roundId);
    error NoPanel();
    error SeedNotFixed();
    error SeedAlreadyFixed();
    error WrongAttempt(uint32 given, uint32 next);
    error LeafNotInRoster(address member);
    error LeafNotDrawn(address member, uint256 drawn);
    error PanelComplete();
    error AlreadyRedrawn();
    error NotSeated(address signer);
    error SignersOutOfOrder();
    error WrongNumberOfVotes(uint256 given, uint256 needed);
    error NothingToPay();
    error PaymentFailed(address to);

    /// @notice The id of a deal on this chain and contract: keccak256(abi.encode(chainid, this, deal)).
    function idOf(Deal calldata deal) external view returns (bytes32 id);

    /// @notice Deposits the creator's bond and base, in coin with the call or in a token allowed before.
    function open(Deal calldata deal) external payable returns (bytes32 id);

    /// @notice Deposits the counterparty's bond and base.
    function join(bytes32 id) external payable;

    /// @notice Records the hash of a party's response. With both in, the deal can no longer expire at `respondBy`.
    function respond(bytes32 id, bytes32 responseHash) external;

    /// @notice Ends the deal as both signed. The two texts may differ in nonce and validity only.
    function settle(
        Settle calldata byCreator,
        bytes calldata creatorSignature,
        Settle calldata byCounterparty,
        bytes calldata counterpartySignature
    ) external;

    /// @notice Divides everything held as both signed.
    function split(
        Settle calldata byCreator,
        bytes calldata creatorSignature,
        Settle calldata byCounterparty,
        bytes calldata counterpartySignature
    ) external;

    /// @notice Ends the deal as the named resolver signed, until its deadline.
    function settleByResolver(Settle calldata byResolver, bytes calldata signature) external;

    /// @notice Ends the deal by the feed's first round at or after `notBefore`.
    function settleByOracle(bytes32 id, uint80 roundId) external;

    /// @notice A party puts the deal to its panel, or stops the clock. Costs a tenth of the larger bond, in the deal's token.
    /// The dispute lasts `disputeWindow`, and never ends before `settleBy`: nobody shortens a deal by disputing it.
    function openDispute(bytes32 id, bytes32 caseHash) external payable;

    /// @notice Takes the seed from the block named when the dispute was opened, or names a later one when it is out of reach.
    function fixSeed(bytes32 id) external;

    /// @notice Seats the rows drawn by the attempts from `attempt` on. Rows seated, struck or without stake are skipped, and
    /// so are the parties. Each row comes with its proof, in as many calls as it takes.
    function seat(bytes32 id, uint32 attempt, Leaf[] calldata leaves, bytes32[][] calldata proofs) external;

    /// @notice Draws all seats anew, once, when 24 hours brought no verdict. Votes of the first round no longer count.
    function redraw(bytes32 id) external;

    /// @notice Ends the deal by exactly k votes for the same outcome. `signers` are seated, in ascending order.
    function settleByPanel(bytes32 id, Outcome outcome, address[] calldata signers, bytes[] calldata signatures)
        external;

    /// @notice Gives everything back after a deadline that was not kept.
    function expire(bytes32 id) external;

    /// @notice Voids every Settle the caller signed for this deal so far.
    function voidOffers(bytes32 id) external;

    /// @notice Pays all that is credited to the caller in `token` to `to`.
    function withdraw(address token, address to) external;

    /// @notice Pays all that is credited to `account` in `token` to it.
    function push(address token, address account) external;

    function dealOf(bytes32 id) external view returns (Deal memory deal);
    function statusOf(bytes32 id) external view returns (Status memory status);
    function nonceOf(bytes32 id, address signer) external view returns (uint256);
    function credited(address token, address account) external view returns (uint256);
    /// @notice What a deal holds for its parties: bonds and bases deposited so far, without a dispute fee.
    function heldOf(bytes32 id) external view returns (uint256);
    /// @notice The row `attempt` of this round draws, as a number below the roster's total weight.
    function drawn(bytes32 id, uint32 attempt) external view returns (uint256);
    function treasury() external view returns (address);
    function stake() external view returns (address);
}
