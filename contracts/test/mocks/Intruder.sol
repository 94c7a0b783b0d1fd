// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Calls again what is calling it, and remembers how that went
abstract contract Intruder {
    address public target;
    bytes public call;
    bool public hasTried;
    bool public hasSucceeded;
    bytes public answer;

    /// @notice What to call the next time there is a chance, once.
    function prepare(address target_, bytes calldata call_) external {
        (target, call, hasTried, hasSucceeded) = (target_, call_, false, false);
    }

    /// @notice Calls `to` in its own name, so that it can be a party.
    function execute(address to, uint256 value, bytes calldata data) external payable returns (bytes memory) {
        (bool ok, bytes memory returned) = to.call{value: value}(data);
        if (!ok) {
            assembly {
                revert(add(returned, 32), mload(returned))
            }
        }
        return returned;
    }

    function _intrude() internal {
        if (target == address(0) || hasTried) return;
        hasTried = true;
        (hasSucceeded, answer) = target.call(call);
    }
}
