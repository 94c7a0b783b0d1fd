// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IChallengeEscrow} from "./IChallengeEscrow.sol";

/// @title The only place where value comes in and goes out
/// @notice It counts by numbers of its own: what is sent here outside of a deposit belongs to no deal, and what a token
/// does to balances changes nobody's credit. An ending only credits, so no receiver can hold it up.
abstract contract Purse is IChallengeEscrow, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    address private constant COIN = address(0);

    mapping(address token => mapping(address account => uint256)) public credited;

    function withdraw(address token, address to) external nonReentrant {
        _pay(token, msg.sender, to);
    }

    function push(address token, address account) external nonReentrant {
        _pay(token, account, account);
    }

    function _credit(bytes32 id, address token, address account, uint256 amount) internal {
        if (amount == 0) return;
        credited[token][account] += amount;
        emit Credited(id, account, token, amount);
    }

    /// Deposits exactly `amount` of the caller's. A token that delivers less, or more, is refused.
    function _take(address token, uint256 amount) internal {
        uint256 value = token == COIN ? amount : 0;
        if (msg.value != value) revert WrongValue(msg.value, value);
        if (token == COIN || amount == 0) return;

        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert TokenTookFee(token, received, amount);
    }

    function _pay(address token, address account, address to) private {
        uint256 amount = credited[token][account];
        if (amount == 0) revert NothingToPay();
        if (to == address(0) || to == address(this)) revert PaymentFailed(to);

        credited[token][account] = 0;
        emit Paid(account, token, to, amount);

        bool isPaid =
            token == COIN ? LowLevelCall.callNoReturn(to, amount, "") : IERC20(token).trySafeTransfer(to, amount);
        if (!isPaid) revert PaymentFailed(to);
    }
}
