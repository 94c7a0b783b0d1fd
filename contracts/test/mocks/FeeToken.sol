// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MockToken} from "./MockToken.sol";

/// @title A token that keeps a part of what is moved, or adds to it
contract FeeToken is MockToken {
    uint8 public constant decimals = 18;

    uint256 public fee;
    uint256 public gift;

    function setFee(uint256 fee_) external {
        fee = fee_;
    }

    function setGift(uint256 gift_) external {
        gift = gift_;
    }

    function _move(address from, address to, uint256 value) internal override {
        super._move(from, to, value);
        balanceOf[to] = balanceOf[to] - fee + gift;
    }
}
