// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IAuditorStake} from "./IAuditorStake.sol";

/// @title Holds what panel members lock; IAuditorStake says what it does
contract AuditorStake is IAuditorStake, ReentrancyGuardTransient {
    uint256 private constant WAIT = 30 days;

    struct Waiting {
        uint256 amount;
        uint64 freeAt;
    }

    uint256 public immutable minimum;

    mapping(address member => uint256) public stakeOf;
    mapping(address member => Waiting) public waitingOf;

    constructor(uint256 minimum_) {
        minimum = minimum_;
    }

    function lock() external payable nonReentrant {
        if (msg.value == 0) revert NothingLocked(stakeOf[msg.sender]);

        stakeOf[msg.sender] += msg.value;
        emit Locked(msg.sender, msg.value, stakeOf[msg.sender]);
    }

    function askUnlock(uint256 amount) external nonReentrant {
        uint256 locked = stakeOf[msg.sender];
        if (amount == 0 || amount > locked) revert NothingLocked(locked);

        stakeOf[msg.sender] = locked - amount;
        Waiting storage waiting = waitingOf[msg.sender];
        waiting.amount += amount;
        waiting.freeAt = uint64(block.timestamp + WAIT);
        emit UnlockAsked(msg.sender, amount, waiting.freeAt);
    }

    function unlock(address to) external nonReentrant {
        Waiting memory waiting = waitingOf[msg.sender];
        if (waiting.amount == 0) revert NothingAsked();
        if (block.timestamp < waiting.freeAt) revert StillLocked(waiting.freeAt);
        if (to == address(0)) revert PaymentFailed(to);

        delete waitingOf[msg.sender];
        emit Unlocked(msg.sender, to, waiting.amount);

        if (!LowLevelCall.callNoReturn(to, waiting.amount, "")) revert PaymentFailed(to);
    }

    function isStaked(address member) external view returns (bool) {
        return stakeOf[member] >= minimum;
    }
}
