// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IAuditorStake} from "./IAuditorStake.sol";
import {Purse} from "./Purse.sol";
import {Draw} from "./libraries/Draw.sol";
import {Feed} from "./libraries/Feed.sol";
import {Slash} from "./libraries/Slash.sol";
import {Terms} from "./libraries/Terms.sol";
import {Texts} from "./libraries/Texts.sol";

/// @title The escrow; IChallengeEscrow says what it does
contract ChallengeEscrow is Purse, EIP712 {
    address private constant BURN = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant SEED_DELAY = 4; // blocks
    uint256 private constant FIRST_ROUND = 24 hours;

    /// A deal and how far it is, in as few slots as they fit. Every amount and time was checked when it was opened.
    struct Record {
        address creator;
        uint64 joinBy;
        State state;
        bool creatorResponded;
        bool counterpartyResponded;
        // next slot
        address counterparty;
        uint64 respondBy;
        uint32 disputeWindow;
        // next slot
        address token;
        uint64 settleBy;
        uint32 nextAttempt;
        // next slot
        uint128 creatorBond;
        uint128 counterpartyBond;
        // next slot
        uint128 creatorBase;
        uint128 counterpartyBase;
        // next slots
        bytes32 finalHash;
        bytes32 salt;
        // next slots, written only when the deal names them
        address resolver;
        Oracle oracle;
        Panel panel;
        // next slots, written by a dispute
        address opener;
        uint64 disputedAt;
        uint32 round;
        uint128 disputeFee;
        uint64 disputeUntil;
        uint64 seedBlock;
        bytes32 seed;
        address[] seats;
    }

    address public immutable treasury;
    address public immutable stake;

    mapping(bytes32 id => Record) private _records;
    mapping(bytes32 id => mapping(address signer => uint256)) public nonceOf;

    constructor(address treasury_, address stake_) EIP712("Countersign", "1") {
        treasury = treasury_;
        stake = stake_;
    }

    // Deposits

    function open(Deal memory deal) external payable nonReentrant returns (bytes32 id) {
        id = idOf(deal);
        if (msg.sender != deal.creator) revert NotParty(msg.sender);
        if (_records[id].state != State.None) revert AlreadyOpened(id);
        Terms.requireSound(deal);

        _write(_records[id], deal);
        emit Opened(id, deal.creator, deal.counterparty, deal);

        _take(deal.token, deal.creatorBond + deal.creatorBase);
    }

    function join(bytes32 id) external payable nonReentrant {
        Record storage record = _in(id, State.Open);
        if (msg.sender != record.counterparty) revert NotParty(msg.sender);
        _requireUntil(record.joinBy);

        record.state = State.Joined;
        emit Joined(id);

        _take(record.token, uint256(record.counterpartyBond) + record.counterpartyBase);
    }

    function respond(bytes32 id, bytes32 responseHash) external nonReentrant {
        Record storage record = _in(id, State.Joined);
        bool isCreator = _requireParty(record);
        _requireUntil(record.respondBy);
        if (responseHash == 0) revert EmptyHash();
        if (isCreator ? record.creatorResponded : record.counterpartyResponded) revert AlreadyResponded(msg.sender);

        if (isCreator) record.creatorResponded = true;
        else record.counterpartyResponded = true;
        emit Responded(id, msg.sender, responseHash);
    }

    // Endings

    function settle(
        Settle calldata byCreator,
        bytes calldata creatorSignature,
        Settle calldata byCounterparty,
        bytes calldata counterpartySignature
    ) external nonReentrant {
        Record storage record = _joined(byCreator.deal);
        Outcome outcome = _outcomeOf(byCreator);
        _requireBothSigned(record, byCreator, creatorSignature, byCounterparty, counterpartySignature);

        record.state = State.Ended;
        emit Settled(byCreator.deal, outcome, Decider.Parties);

        _creditOutcome(byCreator.deal, record, outcome, new address[](0));
    }

    function split(
        Settle calldata byCreator,
        bytes calldata creatorSignature,
        Settle calldata byCounterparty,
        bytes calldata counterpartySignature
    ) external nonReentrant {
        Record storage record = _joined(byCreator.deal);
        if (!Texts.isSplit(byCreator.outcome)) revert WrongOutcome(byCreator.outcome);
        _requireSum(byCreator, heldOf(byCreator.deal));
        _requireBothSigned(record, byCreator, creatorSignature, byCounterparty, counterpartySignature);

        record.state = State.Ended;
        emit Split(byCreator.deal, byCreator.toCreator, byCreator.toCounterparty);

        _credit(byCreator.deal, record.token, record.creator, byCreator.toCreator);
        _credit(byCreator.deal, record.token, record.counterparty, byCreator.toCounterparty);
        _credit(byCreator.deal, record.token, record.opener, record.disputeFee);
    }

    function settleByResolver(Settle calldata byResolver, bytes calldata signature) external nonReentrant {
        Record storage record = _joined(byResolver.deal);
        if (record.resolver == address(0)) revert NoResolver();
        _requireOpenToOthers(record);
        Outcome outcome = _outcomeOf(byResolver);
        _requireSettle(record, record.resolver, byResolver, signature);

        record.state = State.Ended;
        emit Settled(byResolver.deal, outcome, Decider.Resolver);

        _creditOutcome(byResolver.deal, record, outcome, new address[](0));
    }

    function settleByOracle(bytes32 id, uint80 roundId) external nonReentrant {
        Record storage record = _joined(id);
        if (record.oracle.feed == address(0)) revert NoOracle();
        _requireOpenToOthers(record);
        Outcome outcome = Feed.isTrueAt(record.oracle, roundId) ? Outcome.CreatorWin : Outcome.CounterpartyWin;

        record.state = State.Ended;
        emit Settled(id, outcome, Decider.Oracle);

        _creditOutcome(id, record, outcome, new address[](0));
    }

    function settleByPanel(bytes32 id, Outcome outcome, address[] calldata signers, bytes[] calldata signatures)
        external
        nonReentrant
    {
        Record storage record = _inPanel(id);
        _requireOpenToOthers(record);
        if (outcome == Outcome.None) revert WrongOutcome(Texts.nameOf(outcome));
        _requireVotes(id, record, outcome, signers, signatures);

        record.state = State.Ended;
        emit Settled(id, outcome, Decider.Panel);

        _creditOutcome(id, record, outcome, signers);
    }

    function expire(bytes32 id) external nonReentrant {
        Record storage record = _records[id];
        uint64 deadline = _deadlineOf(id, record);
        if (block.timestamp <= deadline) revert TooEarly(deadline + 1);
        (uint256 byCreator, uint256 byCounterparty) = _depositsOf(record);

        record.state = State.Ended;
        emit Expired(id);

        _credit(id, record.token, record.creator, byCreator);
        _credit(id, record.token, record.counterparty, byCounterparty);
        _credit(id, record.token, record.opener, record.disputeFee);
    }

    // Disputes

    function openDispute(bytes32 id, bytes32 caseHash) external payable nonReentrant {
        Record storage record = _in(id, State.Joined);
        _requireParty(record);
        _requireOpenToOthers(record);
        if (caseHash == 0) revert EmptyHash();
        uint256 fee = Slash.feeOf(record.creatorBond, record.counterpartyBond);

        record.state = State.Disputed;
        record.opener = msg.sender;
        record.disputedAt = uint64(block.timestamp);
        record.disputeUntil = _later(record.settleBy, uint64(block.timestamp) + record.disputeWindow); // never sooner
        record.disputeFee = uint128(fee);
        if (record.panel.root != 0) record.seedBlock = uint64(block.number + SEED_DELAY);
        emit DisputeOpened(id, msg.sender, caseHash, fee, record.disputeUntil, record.seedBlock);

        _take(record.token, fee);
    }

    function fixSeed(bytes32 id) external nonReentrant {
        Record storage record = _inPanel(id);
        if (record.seed != 0) revert SeedAlreadyFixed();
        if (block.number <= record.seedBlock) revert TooEarly(record.seedBlock + 1);
        bytes32 blockHash = blockhash(record.seedBlock);

        if (blockHash == 0) {
            record.seedBlock = uint64(block.number + SEED_DELAY);
            emit SeedMissed(id, record.round, record.seedBlock);
            return;
        }
        record.seed = Draw.seedOf(id, record.panel.root, blockHash);
        emit SeedFixed(id, record.round, record.seed, blockHash);
    }

    function seat(bytes32 id, uint32 attempt, Leaf[] calldata leaves, bytes32[][] calldata proofs)
        external
        nonReentrant
    {
        Record storage record = _inPanel(id);
        if (attempt != record.nextAttempt) revert WrongAttempt(attempt, record.nextAttempt);
        if (leaves.length != proofs.length) revert LeafNotInRoster(address(0));

        for (uint256 i = 0; i < leaves.length; i++) {
            _seatNext(id, record, leaves[i], proofs[i]);
        }
    }

    function redraw(bytes32 id) external nonReentrant {
        Record storage record = _inPanel(id);
        if (record.round > 0) revert AlreadyRedrawn();
        uint64 from = record.disputedAt + uint64(FIRST_ROUND);
        if (block.timestamp < from) revert TooEarly(from);
        _requireUntil(record.disputeUntil);

        record.round = 1;
        record.nextAttempt = 0;
        record.seedBlock = uint64(block.number + SEED_DELAY);
        delete record.seed;
        delete record.seats;
        emit Redrawn(id, record.round, record.seedBlock);
    }

    function voidOffers(bytes32 id) external nonReentrant {
        Record storage record = _records[id];
        if (record.state == State.None) revert UnknownDeal(id);
        if (record.state == State.Ended) revert WrongState(id, record.state);
        if (msg.sender != record.resolver) _requireParty(record);

        uint256 nonce = ++nonceOf[id][msg.sender];
        emit OffersVoided(id, msg.sender, nonce);
    }

    // What the chain knows

    function idOf(Deal memory deal) public view returns (bytes32 id) {
        return keccak256(abi.encode(block.chainid, address(this), deal));
    }

    function dealOf(bytes32 id) external view returns (Deal memory deal) {
        Record storage record = _records[id];
        deal.creator = record.creator;
        deal.counterparty = record.counterparty;
        deal.token = record.token;
        deal.creatorBond = record.creatorBond;
        deal.counterpartyBond = record.counterpartyBond;
        deal.creatorBase = record.creatorBase;
        deal.counterpartyBase = record.counterpartyBase;
        deal.joinBy = record.joinBy;
        deal.respondBy = record.respondBy;
        deal.settleBy = record.settleBy;
        deal.disputeWindow = record.disputeWindow;
        deal.resolver = record.resolver;
        deal.oracle = record.oracle;
        deal.panel = record.panel;
        deal.finalHash = record.finalHash;
        deal.salt = record.salt;
    }

    function statusOf(bytes32 id) external view returns (Status memory status) {
        Record storage record = _records[id];
        status.state = record.state;
        status.disputedAt = record.disputedAt;
        status.disputeUntil = record.disputeUntil;
        status.opener = record.opener;
        status.disputeFee = record.disputeFee;
        status.creatorResponded = record.creatorResponded;
        status.counterpartyResponded = record.counterpartyResponded;
        status.round = record.round;
        status.nextAttempt = record.nextAttempt;
        status.seedBlock = record.seedBlock;
        status.seed = record.seed;
        status.seats = record.seats;
    }

    function heldOf(bytes32 id) public view returns (uint256) {
        (uint256 byCreator, uint256 byCounterparty) = _depositsOf(_records[id]);
        return byCreator + byCounterparty;
    }

    function drawn(bytes32 id, uint32 attempt) external view returns (uint256) {
        return _drawn(_records[id], attempt);
    }

    // Checks

    function _in(bytes32 id, State state) private view returns (Record storage record) {
        record = _records[id];
        if (record.state == State.None) revert UnknownDeal(id);
        if (record.state != state) revert WrongState(id, record.state);
    }

    /// Both have deposited, and it has not ended.
    function _joined(bytes32 id) private view returns (Record storage record) {
        return _in(id, _records[id].state == State.Disputed ? State.Disputed : State.Joined);
    }

    function _inPanel(bytes32 id) private view returns (Record storage record) {
        record = _in(id, State.Disputed);
        if (record.panel.root == 0) revert NoPanel();
    }

    /// @return isCreator false: the caller is the counterparty
    function _requireParty(Record storage record) private view returns (bool isCreator) {
        isCreator = msg.sender == record.creator;
        if (!isCreator && msg.sender != record.counterparty) revert NotParty(msg.sender);
    }

    function _requireUntil(uint64 deadline) private view {
        if (block.timestamp > deadline) revert TooLate(deadline);
    }

    /// Others than the two parties together may decide, and a dispute may begin, until the deadline and after all responses.
    function _requireOpenToOthers(Record storage record) private view {
        _requireUntil(record.state == State.Disputed ? record.disputeUntil : record.settleBy);
        if (_isWaitingForResponses(record)) revert ResponsesMissing();
    }

    function _isWaitingForResponses(Record storage record) private view returns (bool) {
        return record.respondBy != 0 && !(record.creatorResponded && record.counterpartyResponded);
    }

    /// The time after which everything goes back.
    function _deadlineOf(bytes32 id, Record storage record) private view returns (uint64) {
        if (record.state == State.Open) return record.joinBy;
        if (record.state == State.Disputed) return record.disputeUntil;
        _in(id, State.Joined);
        return _isWaitingForResponses(record) ? record.respondBy : record.settleBy;
    }

    function _later(uint64 a, uint64 b) private pure returns (uint64) {
        return a > b ? a : b;
    }

    function _outcomeOf(Settle calldata text) private pure returns (Outcome outcome) {
        outcome = Texts.outcomeOf(text.outcome);
        if (outcome == Outcome.None) revert WrongOutcome(text.outcome);
        _requireSum(text, 0);
    }

    function _requireSum(Settle calldata text, uint256 held) private pure {
        uint256 sum = Math.saturatingAdd(text.toCreator, text.toCounterparty);
        if (sum != held) revert WrongAmounts(sum, held);
    }

    function _requireBothSigned(
        Record storage record,
        Settle calldata byCreator,
        bytes calldata creatorSignature,
        Settle calldata byCounterparty,
        bytes calldata counterpartySignature
    ) private view {
        bool isSame = keccak256(Texts.encodeTerms(byCreator)) == keccak256(Texts.encodeTerms(byCounterparty));
        if (!isSame) revert DifferentTerms();

        _requireSettle(record, record.creator, byCreator, creatorSignature);
        _requireSettle(record, record.counterparty, byCounterparty, counterpartySignature);
    }

    function _requireSettle(Record storage record, address signer, Settle calldata text, bytes calldata signature)
        private
        view
    {
        if (!Texts.isTitled(text)) revert WrongTitle(text.title);
        if (text.finalHash != record.finalHash) revert WrongFinal(text.finalHash);
        if (block.timestamp > text.validUntil) revert OfferOver(text.validUntil);
        uint256 nonce = nonceOf[text.deal][signer];
        if (text.nonce != nonce) revert WrongNonce(signer, text.nonce, nonce);

        _requireSigned(signer, _hashTypedDataV4(Texts.hashSettle(text)), signature);
    }

    function _requireVotes(
        bytes32 id,
        Record storage record,
        Outcome outcome,
        address[] calldata signers,
        bytes[] calldata signatures
    ) private view {
        uint256 needed = record.panel.k;
        if (signers.length != needed) revert WrongNumberOfVotes(signers.length, needed);
        if (signatures.length != needed) revert WrongNumberOfVotes(signatures.length, needed);
        bytes32 vote = _hashTypedDataV4(Texts.hashVote(id, record.finalHash, record.round, outcome));
        address[] memory seats = record.seats;

        for (uint256 i = 0; i < needed; i++) {
            if (i > 0 && signers[i] <= signers[i - 1]) revert SignersOutOfOrder();
            if (!Draw.includes(seats, signers[i])) revert NotSeated(signers[i]);
            _requireSigned(signers[i], vote, signatures[i]);
        }
    }

    /// A key first, so that an account with delegated code keeps its own signature; then the account's code.
    function _requireSigned(address signer, bytes32 digest, bytes calldata signature) private view {
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;

        bool isAccepted =
            signer.code.length > 0 && SignatureChecker.isValidERC1271SignatureNowCalldata(signer, digest, signature);
        if (!isAccepted) revert InvalidSignature(signer);
    }

    // Changes

    function _write(Record storage record, Deal memory deal) private {
        record.state = State.Open;
        record.creator = deal.creator;
        record.joinBy = deal.joinBy;
        record.counterparty = deal.counterparty;
        record.respondBy = deal.respondBy;
        record.disputeWindow = uint32(deal.disputeWindow);
        record.token = deal.token;
        record.settleBy = deal.settleBy;
        record.creatorBond = uint128(deal.creatorBond);
        record.counterpartyBond = uint128(deal.counterpartyBond);
        record.creatorBase = uint128(deal.creatorBase);
        record.counterpartyBase = uint128(deal.counterpartyBase);
        record.finalHash = deal.finalHash;
        record.salt = deal.salt;
        if (deal.resolver != address(0)) record.resolver = deal.resolver;
        if (deal.oracle.feed != address(0)) record.oracle = deal.oracle;
        if (deal.panel.root != 0) record.panel = deal.panel;
    }

    function _seatNext(bytes32 id, Record storage record, Leaf calldata leaf, bytes32[] calldata proof) private {
        address[] memory seats = record.seats;
        if (seats.length == record.panel.m) revert PanelComplete();
        uint32 attempt = record.nextAttempt;
        uint256 number = _drawn(record, attempt);
        if (!Draw.isInRoster(leaf, proof, record.panel.root)) revert LeafNotInRoster(leaf.member);
        if (!Draw.isDrawn(leaf, number)) revert LeafNotDrawn(leaf.member, number);

        record.nextAttempt = attempt + 1;
        if (!_maySit(record, seats, leaf.member)) return;
        record.seats.push(leaf.member);
        emit Seated(id, record.round, uint32(seats.length), attempt, leaf.member);
    }

    function _maySit(Record storage record, address[] memory seats, address member) private view returns (bool) {
        if (member == record.creator || member == record.counterparty) return false;
        if (Draw.includes(seats, member) || Draw.includes(record.panel.struck, member)) return false;
        return IAuditorStake(stake).isStaked(member);
    }

    function _drawn(Record storage record, uint32 attempt) private view returns (uint256) {
        if (record.seed == 0) revert SeedNotFixed();
        return Draw.numberOf(record.seed, record.round, attempt, record.panel.totalWeight);
    }

    // What everybody gets

    /// Bonds and bases that are here, without a dispute's fee.
    function _depositsOf(Record storage record) private view returns (uint256 byCreator, uint256 byCounterparty) {
        State state = record.state;
        bool isHeld = state == State.Open || state == State.Joined || state == State.Disputed;
        if (isHeld) byCreator = uint256(record.creatorBond) + record.creatorBase;
        if (isHeld && state != State.Open) byCounterparty = uint256(record.counterpartyBond) + record.counterpartyBase;
    }

    function _creditOutcome(bytes32 id, Record storage record, Outcome outcome, address[] memory provers) private {
        if (outcome == Outcome.CreatorWin) {
            _creditWinner(id, record, record.creator, record.creatorBond, record.counterpartyBond, provers);
        } else if (outcome == Outcome.CounterpartyWin) {
            _creditWinner(id, record, record.counterparty, record.counterpartyBond, record.creatorBond, provers);
        } else {
            _creditBoth(id, record, provers);
        }
    }

    function _creditWinner(
        bytes32 id,
        Record storage record,
        address winner,
        uint256 kept,
        uint256 lost,
        address[] memory provers
    ) private {
        Slash.Parts memory parts = Slash.ofLost(lost, provers.length, record.disputeFee, record.opener == winner);
        uint256 bases = uint256(record.creatorBase) + record.counterpartyBase;
        address token = record.token;

        _credit(id, token, winner, kept + bases + parts.toWinner);
        _credit(id, token, treasury, parts.toTreasury);
        _credit(id, token, BURN, parts.burned);
        _creditFee(id, token, record.opener, provers, parts);
    }

    function _creditBoth(bytes32 id, Record storage record, address[] memory provers) private {
        Slash.Parts memory parts = Slash.ofNone(provers.length, record.disputeFee);
        address token = record.token;

        _credit(id, token, record.creator, uint256(record.creatorBond) + record.creatorBase);
        _credit(id, token, record.counterparty, uint256(record.counterpartyBond) + record.counterpartyBase);
        _creditFee(id, token, record.opener, provers, parts);
    }

    function _creditFee(bytes32 id, address token, address opener, address[] memory provers, Slash.Parts memory parts)
        private
    {
        _credit(id, token, opener, parts.toOpener);
        for (uint256 i = 0; i < provers.length; i++) {
            _credit(id, token, provers[i], parts.toProver);
        }
    }
}
